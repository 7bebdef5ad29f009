package dev.slipway.dashboard.page;

import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rules for copies between registries, and the form for a new one.
 *
 * @param form what was sent and refused
 */
public record SyncPage(List<Row> rows, String notice, SentForm form) {
  public SyncPage {
    rows = List.copyOf(rows);
  }

  /**
   * A rule.
   *
   * @param last its newest run; null before the first
   */
  public record Row(SyncRule rule, @Nullable SyncRun last) {}
}
