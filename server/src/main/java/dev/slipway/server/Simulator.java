package dev.slipway.server;

import dev.slipway.builder.PipelineVerdict;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.Simulations;
import dev.slipway.core.source.Repositories;
import dev.slipway.webhook.RulesSimulation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the receiver's rules first, and then the pipeline file, as a push would. */
final class Simulator implements Simulations {
  private final Repositories repositories;
  private final RulesSimulation rules;
  private final PipelineVerdict pipelines;

  Simulator(Repositories repositories, RulesSimulation rules, PipelineVerdict pipelines) {
    this.repositories = repositories;
    this.rules = rules;
    this.pipelines = pipelines;
  }

  @Override
  public List<Simulated> simulate(Delivery delivery, @Nullable String pipeline) {
    return rules.of(delivery).stream()
        .map(ruled ->
            new Simulated(
                ruled.change(),
                ruled.outcomes(),
                ruled.wouldBuild() ? verdict(delivery, ruled, pipeline) : null))
        .toList();
  }

  private @Nullable Verdict verdict(
      Delivery delivery, RulesSimulation.Ruled ruled, @Nullable String pipeline) {
    return repositories
        .find(delivery.repositoryId())
        .map(found -> pipelines.of(found, ruled.change(), pipeline, new Cancellation()))
        .orElse(null);
  }
}
