package dev.slipway.deployer;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.DeploymentState.Switching;
import dev.slipway.core.deploy.DeploymentState.Watching;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way back from a rollout in trouble. Before the traffic moved it is enough to remove the new
 * containers; afterwards the release that was live before gets its traffic back first.
 */
final class Retreat {
  private static final Logger LOG = LoggerFactory.getLogger(Retreat.class);
  private static final Duration GLANCE = Duration.ofMillis(100);

  private final Services services;
  private final Target target;
  private final Traffic traffic;
  private final Time time;

  Retreat(Services services, Target target, Traffic traffic, Time time) {
    this.services = services;
    this.target = target;
    this.traffic = traffic;
    this.time = time;
  }

  /** Undoes what the attempt did; the result is how the deployment ends. */
  Step from(Attempt attempt, PhaseFailedException trouble)
      throws LeaseLostException, InterruptedException {
    LOG.info("{} {}: {}", attempt.deployment().id(), phase(attempt), trouble.getMessage());
    return switch (attempt.deployment().state()) {
      case Switching(List<Instance> instances) -> back(attempt, instances, trouble);
      case Watching(List<Instance> instances) -> back(attempt, instances, trouble);
      case DeploymentState _ -> {
        // They never had traffic: nothing to wait for.
        removeOwn(attempt, Duration.ZERO);
        yield failed(attempt, trouble, trouble.getMessage());
      }
    };
  }

  private Step back(Attempt attempt, List<Instance> instances, PhaseFailedException trouble)
      throws LeaseLostException, InterruptedException {
    Optional<Standby> standby;
    try {
      standby = standby(attempt);
    } catch (PhaseFailedException e) {
      // Nobody can tell what still runs: taking anything away now could take the service down.
      String left = "; " + attempt.release().label() + " keeps the traffic, nothing was removed";
      return failed(attempt, trouble, trouble.getMessage() + left);
    }
    if (standby.isEmpty()) {
      traffic.withdraw(attempt.release(), instances, attempt.lease());
      removeOwn(attempt, Duration.ZERO);
      return failed(attempt, trouble, trouble.getMessage());
    }
    Standby to = standby.get();
    String detail = moveBack(to, attempt.lease());
    awaitDrained(attempt, instances);
    removeOwn(attempt, attempt.release().content().spec().stopGracePeriod());
    return new Step(new RolledBack(to.release().number(), because(trouble)), detail);
  }

  /** The containers that served before and still run; empty where there are none. */
  private Optional<Standby> standby(Attempt attempt)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Optional<Release> live =
        services
            .find(attempt.deployment().service())
            .map(Service::live)
            .flatMap(number -> services.release(attempt.deployment().service(), number));
    Optional<Deployment> deployment =
        live.flatMap(release -> services.deployment(release.content().deployment()));
    if (deployment.isEmpty() || !(deployment.get().state() instanceof Live(var instances))) {
      return Optional.empty();
    }
    List<Instance> running = new ArrayList<>();
    for (Instance instance : instances) {
      if (attempt.patience().insist(() -> target.condition(instance))
          instanceof Condition.Running) {
        running.add(instance);
      }
    }
    return running.isEmpty() ? Optional.empty() : Optional.of(new Standby(live.get(), running));
  }

  private String moveBack(Standby to, Lease lease) throws LeaseLostException, InterruptedException {
    try {
      return "back to "
          + to.release().label()
          + ": "
          + traffic.moveTo(to.release(), to.instances(), lease);
    } catch (PhaseFailedException e) {
      // An edge that follows nothing still sends to the containers that it knew before.
      return "back to " + to.release().label() + ", but " + e.getMessage();
    }
  }

  private void awaitDrained(Attempt attempt, List<Instance> instances)
      throws LeaseLostException, InterruptedException {
    Duration grace = attempt.release().content().spec().stopGracePeriod();
    Duration started = time.now();
    while (traffic.inFlight(instances) > 0 && time.since(started).compareTo(grace) < 0) {
      attempt.lease().check();
      time.pause(GLANCE);
    }
  }

  /** What cannot be removed is removed by the service's next rollout, as an old container. */
  private void removeOwn(Attempt attempt, Duration grace) throws LeaseLostException {
    attempt.lease().check();
    try {
      for (Instance instance : target.own(attempt.deployment())) {
        target.stop(instance, grace);
      }
    } catch (TargetException e) {
      LOG.warn(
          "{}: its containers could not be removed and stay until the next rollout of {}: {}",
          attempt.deployment().id(),
          attempt.deployment().service(),
          e.getMessage());
    }
  }

  private static Step failed(Attempt attempt, PhaseFailedException trouble, String message) {
    return new Step(
        new Failed(new Cause(phase(attempt), message, trouble.hint(), trouble.lastLines())), "");
  }

  private static String phase(Attempt attempt) {
    return attempt.deployment().state().status().id();
  }

  private static String because(PhaseFailedException trouble) {
    return trouble.lastLines().isEmpty()
        ? trouble.getMessage()
        : trouble.getMessage() + "; it said last: " + trouble.lastLines().getLast();
  }

  /** What can take the traffic back. */
  private record Standby(Release release, List<Instance> instances) {}
}
