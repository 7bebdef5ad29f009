package dev.slipway.dashboard.page;

import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRun;
import java.util.List;

/**
 * A rule, its newest runs, and the form to change it.
 *
 * @param form what was sent and refused
 */
public record SyncRulePage(SyncRule rule, List<SyncRun> runs, String notice, SentForm form) {
  public SyncRulePage {
    runs = List.copyOf(runs);
  }

  /** Whether a run has not ended, so that another cannot begin. */
  public boolean busy() {
    return !runs.isEmpty() && !runs.getFirst().state().ended();
  }
}
