package dev.slipway.deployer;

import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Checking;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.DeploymentState.Starting;
import dev.slipway.core.deploy.DeploymentState.Switching;
import dev.slipway.core.deploy.DeploymentState.Watching;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Placed;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.UpdatePlan.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way back from a rollout in trouble. Where the old containers still have all the traffic it is
 * enough to remove the new ones; otherwise the release that was live before gets it back first.
 */
final class Retreat {
  private static final Logger LOG = LoggerFactory.getLogger(Retreat.class);
  private static final Duration GLANCE = Duration.ofMillis(100);

  private final Services services;
  private final HealthGate health;
  private final Traffic traffic;
  private final Standby standby;
  private final Time time;

  Retreat(Services services, HealthGate health, Traffic traffic, Standby standby, Time time) {
    this.services = services;
    this.health = health;
    this.traffic = traffic;
    this.standby = standby;
    this.time = time;
  }

  /** Undoes what the attempt did; the result is how the deployment ends. */
  Step from(Attempt attempt, PhaseFailedException trouble)
      throws LeaseLostException, InterruptedException {
    LOG.info("{} {}: {}", attempt.deployment().id(), phase(attempt), trouble.getMessage());
    // What asked it to end must not keep it from ending.
    Attempt undoing = attempt.undoing();
    DeploymentState state = attempt.deployment().state();
    return switch (state) {
      case Starting(List<Instance> serving) -> from(undoing, serving, List.of(), trouble);
      case Checking(List<Instance> serving, List<Instance> fresh) ->
          from(undoing, serving, fresh, trouble);
      case Switching(List<Instance> instances, _) -> back(undoing, instances, trouble, true);
      case Watching(List<Instance> instances, _) -> back(undoing, instances, trouble, true);
      case DeploymentState _ -> {
        forgetCommand(undoing);
        yield failed(attempt, trouble, trouble.getMessage());
      }
    };
  }

  private Step from(
      Attempt attempt, List<Instance> serving, List<Instance> fresh, PhaseFailedException trouble)
      throws LeaseLostException, InterruptedException {
    List<Instance> instances = Stream.concat(serving.stream(), fresh.stream()).toList();
    boolean oldAway = attempt.spec().order() == Order.STOP_FIRST;
    if (!serving.isEmpty() || oldAway) {
      return back(attempt, instances, trouble, !serving.isEmpty());
    }
    removeNew(attempt, instances, Duration.ZERO);
    return failed(attempt, trouble, trouble.getMessage());
  }

  private Step back(
      Attempt attempt, List<Instance> instances, PhaseFailedException trouble, boolean hadTraffic)
      throws LeaseLostException, InterruptedException {
    Optional<Predecessor> old;
    try {
      old = awake(attempt);
    } catch (PhaseFailedException e) {
      // Nobody can tell what still runs: taking anything away now could take the service down.
      String left = "; " + attempt.release().label() + " keeps the traffic, nothing was removed";
      return failed(attempt, trouble, trouble.getMessage() + left);
    }
    if (old.isEmpty()) {
      traffic.withdraw(attempt.release(), instances, attempt.lease());
      removeNew(attempt, instances, Duration.ZERO);
      return failed(attempt, trouble, trouble.getMessage());
    }
    Predecessor to = old.get();
    String detail = moveBack(to, attempt.lease());
    keep(attempt, to.instances());
    awaitDrained(attempt, instances);
    removeNew(attempt, instances, attempt.spec().workload().stopGracePeriod());
    return hadTraffic
        ? new Step(new RolledBack(to.release().number(), because(trouble)), detail)
        : failed(
            attempt, trouble, trouble.getMessage() + "; " + to.release().label() + " serves again");
  }

  /** The containers that served before, running; empty where there are none. */
  private Optional<Predecessor> awake(Attempt attempt)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Optional<Predecessor> old = Predecessor.of(attempt.release().service(), services);
    if (old.isEmpty()) {
      return Optional.empty();
    }
    Predecessor before = old.get();
    List<Instance> awake = Standby.wake(attempt, before.instances());
    try {
      String healthy = health.await(attempt.of(before.release()), awake);
      LOG.debug("{} is {}", before.release().label(), healthy);
    } catch (PhaseFailedException e) {
      // It is what there is: more likely to serve than a release that is known to be in trouble.
      LOG.warn("{} is not healthy either: {}", before.release().label(), e.getMessage());
    }
    return awake.isEmpty()
        ? Optional.empty()
        : Optional.of(new Predecessor(before.release(), awake));
  }

  private String moveBack(Predecessor to, Lease lease)
      throws LeaseLostException, InterruptedException {
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

  /**
   * They serve as they are; without this they only would not come back from a crash by themselves.
   */
  private static void keep(Attempt attempt, List<Instance> instances)
      throws LeaseLostException, InterruptedException {
    try {
      for (Instance instance : instances) {
        attempt.patience().insist(() -> attempt.target().keep(instance));
      }
    } catch (PhaseFailedException e) {
      LOG.warn("containers that serve again may not restart by themselves: {}", e.getMessage());
    }
  }

  private void awaitDrained(Attempt attempt, List<Instance> instances)
      throws LeaseLostException, InterruptedException {
    Duration grace = attempt.spec().workload().stopGracePeriod();
    Duration started = time.now();
    while (traffic.inFlight(instances) > 0 && time.since(started).compareTo(grace) < 0) {
      attempt.lease().check();
      time.pause(GLANCE);
    }
  }

  /**
   * Removes what this deployment started, and sends back what it took over. What cannot be removed
   * is removed by the service's next rollout, as an old container.
   */
  private void removeNew(Attempt attempt, List<Instance> instances, Duration grace)
      throws LeaseLostException {
    attempt.lease().check();
    Target target = attempt.target();
    try {
      List<Instance> taken = new ArrayList<>();
      for (Placed placed : target.containers(attempt.deployment().service())) {
        if (placed.deployment().equals(attempt.deployment().id())) {
          target.stop(placed.instance(), grace);
        } else if (instances.contains(placed.instance())) {
          taken.add(placed.instance());
        }
      }
      standby.backToSleep(attempt, taken);
    } catch (TargetException e) {
      LOG.warn(
          "{}: its containers could not be removed and stay until the next rollout of {}: {}",
          attempt.deployment().id(),
          attempt.deployment().service(),
          e.getMessage());
    }
    forgetCommand(attempt);
  }

  private static void forgetCommand(Attempt attempt) throws LeaseLostException {
    attempt.lease().check();
    try {
      attempt.target().forget(attempt.deployment());
    } catch (TargetException e) {
      LOG.warn("the container of a release command stays for a while: {}", e.getMessage());
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
}
