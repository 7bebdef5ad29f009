package dev.slipway.registrysync.sync;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Page;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRules;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncRuns;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts runs of rules whose time has come since their last run, also while nobody was there to see
 * it.
 */
final class DueRules {
  private static final Logger LOG = LoggerFactory.getLogger(DueRules.class);
  private final SyncRules rules;
  private final SyncRuns runs;
  private final Clock clock;
  private final Instant began;

  DueRules(SyncRules rules, SyncRuns runs, Clock clock) {
    this.rules = rules;
    this.runs = runs;
    this.clock = clock;
    this.began = clock.instant();
  }

  void startThem() {
    for (SyncRule rule : rules.all()) {
      try {
        Optional<Instant> next = Schedule.next(rule.trigger(), lastRun(rule));
        if (next.isPresent() && !next.get().isAfter(clock.instant())) {
          var _ = runs.start(rule.id(), "schedule");
        }
      } catch (InvalidValueException e) {
        LOG.warn("Rule {} is not followed by schedule: {}", rule.id(), e.getMessage());
      }
    }
  }

  private Instant lastRun(SyncRule rule) {
    return runs.list(rule.id(), new Page.Request(1, null)).items().stream()
        .findFirst()
        .map(SyncRun::queuedAt)
        .orElse(began);
  }
}
