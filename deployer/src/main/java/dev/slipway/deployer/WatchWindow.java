package dev.slipway.deployer;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.RequestCounts;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Wish;
import dev.slipway.core.pipeline.UpdatePlan.Canary;
import dev.slipway.deployer.Outside.Verdict.NotYet;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges a release by the traffic that it has: whether its containers stay up and healthy, and
 * whether it answers as well as the release before.
 */
final class WatchWindow {
  /** Long enough to see a container that ends with its first requests. */
  static final Duration AT_LEAST = Duration.ofMillis(500);

  private static final Duration GLANCE = Duration.ofMillis(100);
  private static final int FAILED_LOOKS = 3;

  private final Services services;
  private final Vitals vitals;
  private final HealthGate health;
  private final Traffic traffic;
  private final Time time;

  WatchWindow(Services services, Vitals vitals, HealthGate health, Traffic traffic, Time time) {
    this.services = services;
    this.vitals = vitals;
    this.health = health;
    this.traffic = traffic;
    this.time = time;
  }

  /**
   * Holds a share of a canary for its time.
   *
   * @return whether somebody wants it promoted at once
   * @throws PhaseFailedException when it does badly
   */
  Optional<String> hold(Attempt attempt, List<Instance> instances, Canary canary)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Watch watch = new Watch(attempt, instances);
    while (watch.elapsed().compareTo(canary.hold()) < 0) {
      watch.look();
      Optional<String> promoted = attempt.patience().wishes().by(Wish.What.PROMOTE);
      if (promoted.isPresent()) {
        return promoted;
      }
      time.pause(GLANCE);
    }
    watch.judge();
    return Optional.empty();
  }

  /**
   * Watches a release that has all the traffic, until the old containers have nothing to do any
   * more, and for as long as the pipeline file says.
   *
   * @return one sentence with the figures
   * @throws PhaseFailedException when it does badly
   */
  String untilSettled(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Duration monitor = monitor(attempt);
    Duration grace = attempt.spec().workload().stopGracePeriod();
    List<Instance> old = Standby.others(attempt, instances);
    Watch watch = new Watch(attempt, instances);
    while (true) {
      watch.look();
      int inFlight = traffic.inFlight(old);
      Duration elapsed = watch.elapsed();
      boolean promoted = attempt.patience().wishes().by(Wish.What.PROMOTE).isPresent();
      boolean watched =
          elapsed.compareTo(AT_LEAST) >= 0 && (promoted || elapsed.compareTo(monitor) >= 0);
      if (watched && (inFlight == 0 || elapsed.compareTo(grace) >= 0)) {
        watch.judge();
        return settled(old.isEmpty(), inFlight, elapsed) + watch.figures();
      }
      time.pause(GLANCE);
    }
  }

  private static String settled(boolean alone, int inFlight, Duration elapsed) {
    if (inFlight > 0) {
      return Words.count(inFlight, "request")
          + " to the old release cut off after "
          + Words.of(elapsed);
    }
    return (alone ? "stable for " : "stable and drained after ") + Words.of(elapsed);
  }

  /**
   * Without a release before it there is nothing to go back to; a release gone back to is known.
   */
  private Duration monitor(Attempt attempt) {
    boolean known = attempt.release().content().kind() == ReleaseKind.ROLLBACK;
    return known || Predecessor.of(attempt.release().service(), services).isEmpty()
        ? AT_LEAST
        : attempt.spec().update().monitor();
  }

  /** One release over one stretch of time. */
  private final class Watch {
    private final Attempt attempt;
    private final List<Instance> instances;
    private final Duration started = time.now();
    private final EdgeCounts atFirst;
    private final Optional<Predecessor> before;
    private final Map<Instance, Integer> restartsAtFirst = new HashMap<>();
    private final Map<Instance, Integer> failedLooks = new HashMap<>();
    private Duration probeAt;

    Watch(Attempt attempt, List<Instance> instances) {
      this.attempt = attempt;
      this.instances = instances;
      this.atFirst = traffic.counts(attempt.release());
      this.before = Predecessor.of(attempt.release().service(), services);
      this.probeAt = started.plus(attempt.spec().healthCheck().interval());
    }

    Duration elapsed() {
      return time.since(started);
    }

    void look() throws PhaseFailedException, LeaseLostException, InterruptedException {
      attempt.checkpoint();
      for (Instance instance : instances) {
        int restarts = vitals.running(attempt, instance).restarts();
        if (restarts > restartsAtFirst.computeIfAbsent(instance, _ -> restarts)) {
          throw PhaseFailedException.ofRelease(
              "a container of " + attempt.release().label() + " was restarted",
              "its last lines say more",
              vitals.lastLines(attempt, instance));
        }
      }
      if (time.now().compareTo(probeAt) >= 0) {
        probe();
        judge();
        probeAt = time.now().plus(attempt.spec().healthCheck().interval());
      }
    }

    private void probe() throws PhaseFailedException, LeaseLostException, InterruptedException {
      for (Instance instance : instances) {
        if (health.look(attempt, instance) instanceof NotYet(String because)) {
          int failed = failedLooks.merge(instance, 1, Integer::sum);
          if (failed >= FAILED_LOOKS) {
            throw PhaseFailedException.ofRelease(
                "a container of "
                    + attempt.release().label()
                    + " was healthy and is no longer, "
                    + FAILED_LOOKS
                    + " times in a row: "
                    + because,
                "its last lines say more",
                vitals.lastLines(attempt, instance));
          }
        } else {
          failedLooks.remove(instance);
        }
      }
    }

    /** Compares with the release before: over the same time where it has traffic still. */
    void judge() throws PhaseFailedException {
      if (before.isEmpty()) {
        return;
      }
      EdgeCounts now = traffic.counts(attempt.release());
      int old = before.get().release().number();
      RequestCounts beside = now.since(atFirst, old);
      RequestCounts baseline =
          beside.requests() >= Judgement.FEWEST_REQUESTS ? beside : atFirst.of(old);
      Optional<String> complaint =
          Judgement.complaint(
              attempt.release().label(), now.since(atFirst, attempt.release().number()), baseline);
      if (complaint.isPresent()) {
        throw PhaseFailedException.ofRelease(
            complaint.get(), "the service's own log says more", List.of());
      }
    }

    /** What was answered meanwhile, to be added to a sentence. */
    String figures() {
      RequestCounts counts =
          traffic.counts(attempt.release()).since(atFirst, attempt.release().number());
      return counts.requests() == 0
          ? ""
          : ", "
              + counts.requests()
              + " requests, "
              + counts.serverErrors()
              + " with a server error";
    }
  }
}
