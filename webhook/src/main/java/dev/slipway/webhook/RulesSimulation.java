package dev.slipway.webhook;

import dev.slipway.core.delivery.Change;
import dev.slipway.core.delivery.DecidedChange;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.Rule;
import dev.slipway.core.delivery.RuleOutcome;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import java.util.List;
import java.util.Optional;

/** Asks today's rules about a delivery of the past, and does nothing. Safe for concurrent use. */
public final class RulesSimulation {
  private final Repositories repositories;

  public RulesSimulation(Repositories repositories) {
    this.repositories = repositories;
  }

  /** What the rules say to each change, as if nothing had been built of its ref. */
  public List<Ruled> of(Delivery delivery) {
    Optional<Repository> repository = repositories.find(delivery.repositoryId());
    return delivery.changes().stream()
        .map(DecidedChange::change)
        .map(change ->
            repository
                .map(found -> ruled(change, found))
                .orElseGet(() -> unknown(change, delivery)))
        .toList();
  }

  private static Ruled ruled(Change change, Repository repository) {
    Rules.Ruling ruling = Rules.ask(new Question(change, repository, null, true));
    return new Ruled(change, ruling.outcomes(), ruling.objection() == null);
  }

  private static Ruled unknown(Change change, Delivery delivery) {
    String detail = delivery.repository() + " was removed from Slipway";
    return new Ruled(
        change, List.of(new RuleOutcome(Rule.UNKNOWN_REPOSITORY, false, detail)), false);
  }

  /** What the rules say to one change; {@code wouldBuild} when none refuses. */
  public record Ruled(Change change, List<RuleOutcome> outcomes, boolean wouldBuild) {
    public Ruled {
      outcomes = List.copyOf(outcomes);
    }
  }
}
