package dev.slipway.deployer;

import dev.slipway.core.Page;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Target.Placed;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.Targets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the containers of services between rollouts: ends those whose standby is over, and
 * removes those that nobody can go back to; once a day also images and networks. Leaves a service
 * alone while it is rolled out. Safe for concurrent use; several deployers may do it side by side.
 */
public final class Caretaker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration DISPOSE_EVERY = Duration.ofDays(1);

  /** A start is no time to be slow. */
  private static final Duration DISPOSE_FIRST = Duration.ofMinutes(10);

  private final Services services;
  private final Targets targets;
  private final Disposal disposal;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("caretaker").unstarted(this::run);

  public Caretaker(Services services, Targets targets, Clock clock) {
    this.services = services;
    this.targets = targets;
    this.disposal = new Disposal(services, targets, clock);
    this.clock = clock;
  }

  /** Begins its rounds. To be called once. */
  public void start() {
    thread.start();
  }

  private void run() {
    Instant disposeAt = clock.instant().plus(DISPOSE_FIRST);
    try {
      while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        round();
        if (!clock.instant().isBefore(disposeAt)) {
          targets.names().forEach(this::dispose);
          disposeAt = clock.instant().plus(DISPOSE_EVERY);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void dispose(String target) {
    try {
      disposal
          .carryOut(target)
          .filter(outcome -> !outcome.removed().isEmpty())
          .ifPresent(outcome ->
              LOG.info("{} things were removed from {}", outcome.removed().size(), target));
    } catch (TargetException | RuntimeException e) {
      LOG.warn("{} is cleaned up tomorrow: {}", target, e.toString());
    }
  }

  /** Looks after every service once. */
  void round() {
    try {
      for (Service service : services.all()) {
        lookAfter(service);
      }
    } catch (RuntimeException e) {
      LOG.debug("a round broke off, the next one is soon", e);
    }
  }

  private void lookAfter(Service service) {
    Optional<Predecessor> live =
        service.deploying() == null ? Predecessor.of(service.id(), services) : Optional.empty();
    Optional<Target> target =
        live.flatMap(it -> targets.find(it.release().content().spec().target()));
    if (live.isEmpty() || target.isEmpty()) {
      return;
    }
    try {
      for (Placed placed : target.get().containers(service.id())) {
        if (!has(live.get(), placed.instance())) {
          lookAfter(target.get(), live.get(), placed);
        }
      }
    } catch (TargetException e) {
      LOG.debug("{} is looked after later: {}", service.id(), e.getMessage());
    }
  }

  private void lookAfter(Target target, Predecessor live, Placed placed) throws TargetException {
    Duration grace = live.release().content().spec().workload().stopGracePeriod();
    Instance instance = placed.instance();
    if (stillDeploying(live.release())) {
      return;
    }
    if (!before(live.release()).map(old -> has(old, instance)).orElse(false)) {
      LOG.info("{} of {} is removed: nobody can go back to it", instance.id(), placed.deployment());
      target.stop(instance, grace);
    } else if (!onStandby(live.release())) {
      if (!(target.condition(instance) instanceof Condition.Exited)) {
        target.halt(instance, grace);
      }
    } else if (target.condition(instance) instanceof Condition.Running) {
      // The engine was restarted meanwhile, or the rollout could not freeze it.
      target.freeze(instance);
    }
  }

  /** Asked again right before something is removed: a rollout may have begun meanwhile. */
  private boolean stillDeploying(Release live) {
    return services.find(live.service()).map(Service::deploying).isPresent();
  }

  private static boolean has(Predecessor release, Instance instance) {
    return release.instances().stream().anyMatch(one -> one.id().equals(instance.id()));
  }

  /** Whether the time is not over for which the release before is kept frozen. */
  private boolean onStandby(Release live) {
    Duration standby = live.content().spec().update().standby();
    return services
        .deployment(live.content().deployment())
        .filter(deployment -> deployment.state() instanceof Live)
        .map(Caretaker::endedAt)
        .filter(at -> clock.instant().isBefore(at.plus(standby)))
        .isPresent();
  }

  private static Instant endedAt(Deployment deployment) {
    return deployment.phases().getLast().startedAt();
  }

  /** The newest release older than this one that was live. */
  private Optional<Predecessor> before(Release live) {
    @Nullable String next = String.valueOf(live.number());
    while (next != null) {
      Page<Release> page =
          services.releases(live.service(), new Page.Request(Page.Request.MOST, next));
      Optional<Predecessor> found =
          page.items().stream()
              .map(release -> Predecessor.live(release, services))
              .flatMap(Optional::stream)
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
      next = page.next();
    }
    return Optional.empty();
  }

  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    thread.interrupt();
    thread.join();
  }
}
