package dev.slipway.core.build;

import dev.slipway.core.Secret;
import dev.slipway.core.pipeline.SideService;
import dev.slipway.core.pipeline.Step;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.util.List;
import java.util.Map;

/** Runs the steps of pipelines in containers. Safe for concurrent use. */
public interface StepRunner {
  /**
   * Runs all steps, with the services beside them.
   *
   * @return the tree as the steps left it, for what is built from it; closing it removes whatever
   *     the steps left on the engine, and leaves {@code checkout} open
   * @throws BuildFailedException with {@link Failure.StepFailed} when a step fails that may not,
   *     {@link Failure.TimedOut} when it takes longer than it may by itself, or {@link
   *     Failure.Infrastructure} when the engine fails; nothing of the steps is left then
   */
  Checkout run(Order order, Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException;

  /**
   * Removes what is there of a build that nobody carries on, whoever ran it; returns when nothing
   * of it runs any more.
   *
   * @throws BuildFailedException with {@link Failure.Infrastructure} when something stays
   */
  void removeLeftovers(BuildId build) throws BuildFailedException;

  /**
   * What to run.
   *
   * @param ref with the repository says whose caches they may use
   * @param secrets by name, all that the steps and services want; none of a fork's
   * @param fromFork whether strangers wrote the steps: they may read caches, and leave nothing in
   *     them
   * @param variables what every step is told about its build, such as {@code SLIPWAY_SHA}
   */
  record Order(
      BuildId build,
      RepositoryId repository,
      GitRef ref,
      List<Step> steps,
      List<SideService> services,
      Map<String, Secret> secrets,
      boolean fromFork,
      Map<String, String> variables) {
    public Order {
      steps = List.copyOf(steps);
      services = List.copyOf(services);
      secrets = Map.copyOf(secrets);
      variables = Map.copyOf(variables);
    }
  }
}
