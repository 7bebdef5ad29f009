package dev.slipway.core.deploy;

import java.util.List;

/**
 * Keeps what release commands printed, for 30 days. Safe for concurrent use; lines that are written
 * again replace themselves.
 */
public interface DeploymentLogs {
  /** More lines of one rollout are not kept. */
  int MOST_LINES = 10_000;

  /**
   * Keeps lines.
   *
   * @param from the number of the first, from 1
   */
  void write(DeploymentId deployment, int from, List<String> lines);

  /** All lines in their order, from the first on. */
  List<String> read(DeploymentId deployment);
}
