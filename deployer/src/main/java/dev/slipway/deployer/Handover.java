package dev.slipway.deployer;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Gives the traffic to the new containers, keeps an eye on them while the old ones finish what they
 * began, and only then lets the old ones go.
 */
final class Handover {
  /** Long enough to see a container that ends with its first requests. */
  static final Duration WATCH_AT_LEAST = Duration.ofMillis(500);

  private static final Duration GLANCE = Duration.ofMillis(100);

  private final Target target;
  private final Vitals vitals;
  private final Traffic traffic;
  private final Time time;

  Handover(Target target, Vitals vitals, Traffic traffic, Time time) {
    this.target = target;
    this.vitals = vitals;
    this.traffic = traffic;
    this.time = time;
  }

  /** Routes the service to the new containers, on every edge; says how that went. */
  String moveTraffic(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    if (attempt.resumed()) {
      // They were healthy before the crash; whether they survived it is another question.
      vitals.allRun(attempt, instances);
    }
    return traffic.moveTo(attempt.release(), instances, attempt.lease());
  }

  /** Watches until the old containers have nothing to do any more or their time is up. */
  String watchUntilDrained(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    List<Instance> old = attempt.patience().insist(() -> target.others(attempt.deployment()));
    Duration grace = attempt.release().content().spec().stopGracePeriod();
    Duration started = time.now();
    while (true) {
      attempt.lease().check();
      vitals.allRun(attempt, instances);
      int inFlight = traffic.inFlight(old);
      Duration elapsed = time.since(started);
      boolean watched = elapsed.compareTo(WATCH_AT_LEAST) >= 0;
      if (watched && inFlight == 0) {
        return (old.isEmpty() ? "stable for " : "stable and drained after ") + Words.of(elapsed);
      }
      if (watched && elapsed.compareTo(grace) >= 0) {
        return Words.count(inFlight, "request")
            + " to the old release cut off after "
            + Words.of(elapsed);
      }
      time.pause(GLANCE);
    }
  }

  /** The new containers' trial is over. */
  void keep(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    for (Instance instance : instances) {
      attempt.patience().insist(() -> target.keep(instance));
    }
  }

  /**
   * Stops whatever else runs for the service, all at the same time. What cannot be stopped is told
   * and left to the next rollout: the new release serves.
   */
  String stopOld(Attempt attempt) throws LeaseLostException, InterruptedException {
    try {
      List<Instance> old = attempt.patience().insist(() -> target.others(attempt.deployment()));
      Duration grace = attempt.release().content().spec().stopGracePeriod();
      for (Instance left : stopTogether(old, grace)) {
        attempt.patience().insist(() -> target.stop(left, grace));
      }
      return old.isEmpty()
          ? "nothing else was running"
          : Words.count(old.size(), "old container") + " stopped";
    } catch (PhaseFailedException e) {
      return "an old container could not be stopped: " + e.getMessage();
    }
  }

  private List<Instance> stopTogether(List<Instance> old, Duration grace)
      throws InterruptedException {
    List<Callable<Boolean>> stops = new ArrayList<>();
    for (Instance instance : old) {
      stops.add(() -> stopped(instance, grace));
    }
    List<Instance> left = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> results = threads.invokeAll(stops);
      for (int i = 0; i < results.size(); i++) {
        if (!results.get(i).get()) {
          left.add(old.get(i));
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("stopping an old container broke off", e);
    }
    return left;
  }

  private boolean stopped(Instance instance, Duration grace) {
    try {
      target.stop(instance, grace);
      return true;
    } catch (TargetException e) {
      return false;
    }
  }
}
