package dev.slipway.webhook;

import dev.slipway.core.delivery.Acceptance;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Decision;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Deliveries.Outcome;
import dev.slipway.core.delivery.Head;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.delivery.RuleOutcome;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Repository;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Decides on a delivery and stores it with all that follows, anew until the heads hold still in
 * between. Safe for concurrent use; blocks.
 */
final class StoreDelivery {
  private final Deliveries deliveries;
  private final Clock clock;

  StoreDelivery(Deliveries deliveries, Clock clock) {
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /** Either accepted, or a duplicate. */
  Outcome store(Undecided undecided, Repository repository) {
    while (true) {
      Map<GitRef, Head> heads = deliveries.heads(repository.id(), undecided.refs());
      Outcome outcome = deliveries.accept(Decide.on(undecided, repository, heads, clock));
      if (!(outcome instanceof Outcome.HeadsMoved)) {
        return outcome;
      }
    }
  }

  /** Stores what was received for a repository that is no longer there. */
  Outcome storeWithoutRepository(Undecided undecided) {
    String reason = undecided.draft().repository() + " was removed before this could be decided";
    RuleOutcome refusal = new RuleOutcome(Rule.UNKNOWN_REPOSITORY, false, reason);
    List<DecidedChange> ignored =
        undecided.changes().stream()
            .map(change ->
                new DecidedChange(
                    change, new Decision.Ignore(Rule.UNKNOWN_REPOSITORY, reason), List.of(refusal)))
            .toList();
    return deliveries.accept(
        new Acceptance(undecided.decided(ignored), List.of(), List.of(), List.of()));
  }
}
