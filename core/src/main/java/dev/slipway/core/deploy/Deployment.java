package dev.slipway.core.deploy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rollout of one release, as last read from the store.
 *
 * @param attempt how often it was claimed; the fencing token of every move
 * @param phases what was entered so far, in order, the current one last
 */
public record Deployment(
    DeploymentId id,
    ServiceId service,
    int release,
    ReleaseKind kind,
    Instant createdAt,
    int attempt,
    DeploymentState state,
    List<Phase> phases) {
  public Deployment {
    phases = List.copyOf(phases);
  }

  /**
   * A state that was entered.
   *
   * @param finishedAt null while it lasts
   * @param detail what happened in it, in one sentence; may be empty
   */
  public record Phase(
      DeploymentState.Status name,
      Instant startedAt,
      @Nullable Instant finishedAt,
      String detail) {}
}
