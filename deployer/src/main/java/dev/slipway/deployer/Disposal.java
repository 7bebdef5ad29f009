package dev.slipway.deployer;

import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.CleanUp.Keep;
import dev.slipway.core.deploy.CleanUp.Outcome;
import dev.slipway.core.deploy.CleanUp.Plan;
import dev.slipway.core.deploy.CleanUps;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.NeededReleases;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.Targets;
import dev.slipway.core.pipeline.ImageReference;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what of a target nobody needs any more, by the releases that can be gone back to. Safe
 * for concurrent use.
 */
public final class Disposal implements CleanUps {
  private final Services services;
  private final Targets targets;
  private final Clock clock;

  public Disposal(Services services, Targets targets, Clock clock) {
    this.services = services;
    this.targets = targets;
    this.clock = clock;
  }

  @Override
  public Optional<Plan> plan(String target) throws TargetException {
    Optional<CleanUp> cleanUp = targets.cleanUp(target);
    return cleanUp.isEmpty() ? Optional.empty() : Optional.of(cleanUp.get().plan(needed()));
  }

  @Override
  public Optional<Outcome> carryOut(String target) throws TargetException {
    Optional<CleanUp> cleanUp = targets.cleanUp(target);
    return cleanUp.isEmpty()
        ? Optional.empty()
        : Optional.of(cleanUp.get().carryOut(cleanUp.get().plan(needed())));
  }

  private Keep needed() {
    // Before anything is read: what comes into being meanwhile is not known here, and stays.
    Instant asOf = clock.instant();
    Set<DeploymentId> deployments = new HashSet<>();
    Set<ImageReference> images = new HashSet<>();
    for (Service service : services.all()) {
      for (NeededReleases.Needed needed : NeededReleases.of(services, service)) {
        deployments.add(needed.release().content().deployment());
        images.add(needed.release().content().image());
      }
    }
    return new Keep(deployments, images, asOf);
  }
}
