package dev.slipway.deployer;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Wish;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people want of one rollout, asked for so often that nobody notices the delay and the store
 * hardly does. Belongs to one attempt; not safe for concurrent use.
 */
final class Wishes {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Services services;
  private final DeploymentId deployment;
  private final Time time;
  private @Nullable Duration looked;
  private Optional<Wish> last = Optional.empty();

  Wishes(Services services, DeploymentId deployment, Time time) {
    this.services = services;
    this.deployment = deployment;
    this.time = time;
  }

  /** Who wants that; empty when nobody does. */
  Optional<String> by(Wish.What what) {
    if (looked == null || time.since(looked).compareTo(LOOK_EVERY) >= 0) {
      looked = time.now();
      last = services.wish(deployment);
    }
    return last.filter(wish -> wish.what() == what).map(Wish::by);
  }
}
