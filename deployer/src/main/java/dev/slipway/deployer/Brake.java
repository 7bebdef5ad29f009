package dev.slipway.deployer;

import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.pipeline.UpdatePlan.FailureAction;
import java.time.Clock;

/**
 * Has the pushes to a service wait after one of them did badly with real traffic, until somebody
 * has looked: the next one would most likely do the same.
 */
final class Brake {
  private final Services services;
  private final Clock clock;

  Brake(Services services, Clock clock) {
    this.services = services;
    this.clock = clock;
  }

  /** Pauses the service, unless the file wants pushes to go on. */
  void pull(Attempt attempt, PhaseFailedException trouble) {
    if (attempt.spec().update().onFailure() != FailureAction.CONTINUE) {
      services.pause(
          attempt.release().service(), new Pause(trouble.getMessage(), "slipway", clock.instant()));
    }
  }
}
