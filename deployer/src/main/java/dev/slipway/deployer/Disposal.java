package dev.slipway.deployer;

import dev.slipway.core.Page;
import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.CleanUp.Keep;
import dev.slipway.core.deploy.CleanUp.Outcome;
import dev.slipway.core.deploy.CleanUp.Plan;
import dev.slipway.core.deploy.CleanUps;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.Release;
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
import org.jspecify.annotations.Nullable;

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
      addNeeded(service, deployments, images);
    }
    return new Keep(deployments, images, asOf);
  }

  /**
   * The releases that are on their way, the live one, and as many before it as its pipeline file
   * wants kept. A rollout back runs containers of an earlier one, so that those of all of them
   * stay.
   */
  private void addNeeded(
      Service service, Set<DeploymentId> deployments, Set<ImageReference> images) {
    int wanted = retained(service);
    @Nullable String next = null;
    do {
      Page<Release> page = services.releases(service.id(), new Page.Request(100, next));
      for (Release release : page.items()) {
        Optional<Deployment> rollout = services.deployment(release.content().deployment());
        boolean wasLive = rollout.filter(it -> it.state() instanceof Live).isPresent();
        boolean goesOn = rollout.filter(it -> !it.state().ended()).isPresent();
        if (goesOn || (wasLive && wanted > 0)) {
          deployments.add(release.content().deployment());
          images.add(release.content().image());
        }
        wanted -= wasLive ? 1 : 0;
      }
      next = wanted > 0 ? page.next() : null;
    } while (next != null);
  }

  /** The live one besides. */
  private int retained(Service service) {
    Integer live = service.live();
    return 1
        + (live == null
            ? 0
            : services
                .release(service.id(), live)
                .map(release -> release.content().spec().retainReleases())
                .orElse(0));
  }
}
