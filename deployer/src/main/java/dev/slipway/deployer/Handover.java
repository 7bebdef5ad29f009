package dev.slipway.deployer;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.UpdatePlan.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the traffic from the containers of one release to those of the next, in as many moves. */
final class Handover {
  private static final int ALL = 100;

  /** What the old containers were asked last, in the place of new ones. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

  private static final Duration GLANCE = Duration.ofMillis(100);

  private final Services services;
  private final Vitals vitals;
  private final Traffic traffic;
  private final Standby standby;
  private final Time time;

  Handover(Services services, Vitals vitals, Traffic traffic, Standby standby, Time time) {
    this.services = services;
    this.vitals = vitals;
    this.traffic = traffic;
    this.standby = standby;
    this.time = time;
  }

  /**
   * Where the old containers have to be gone before the new ones start: has requests wait at the
   * edge, lets those under way finish, and ends the old containers.
   *
   * @return what was done, in one sentence; empty where nothing had to be
   */
  String makeRoom(Attempt attempt)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Optional<Predecessor> old = predecessor(attempt);
    if (attempt.spec().order() == Order.START_FIRST || old.isEmpty()) {
      return "";
    }
    traffic.hold(old.get(), attempt.lease());
    standby.halt(attempt, old.get().instances());
    String why =
        attempt.spec().update().order() == Order.STOP_FIRST
            ? ""
            : ", since both would write to a volume";
    return Words.count(old.get().instances().size(), "old container")
        + " stopped first"
        + why
        + "; ";
  }

  /**
   * Gives the new containers their part of the traffic, on every edge.
   *
   * @return how that went, in one sentence
   */
  String moveTraffic(Attempt attempt, List<Instance> instances, int percent)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    if (attempt.resumed()) {
      // They were healthy before the crash; whether they survived it is another question.
      vitals.allRun(attempt, instances);
    }
    // Who goes back goes to what is known, and is in a hurry.
    boolean alone = percent >= ALL && attempt.release().content().rolledBackTo() != null;
    Optional<Predecessor> old = alone ? Optional.empty() : predecessor(attempt);
    if (old.isEmpty()) {
      return traffic.moveTo(attempt.release(), instances, attempt.lease());
    }
    if (percent >= ALL) {
      return traffic.moveTo(
          attempt.release(), instances, behind(attempt, old.get(), instances), attempt.lease());
    }
    List<Instance> staying = staying(attempt.spec(), instances.size(), old.get().instances());
    String moved =
        traffic.divide(
            attempt.release(),
            instances,
            percent,
            new Predecessor(old.get().release(), staying),
            attempt.lease());
    return percent + " % for " + attempt.release().label() + ": " + moved;
  }

  /**
   * The old containers that still run: the new ones may end at any moment of their watch, and a
   * visitor is not to notice.
   */
  private static Predecessor behind(Attempt attempt, Predecessor old, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    List<Instance> running = new ArrayList<>();
    for (Instance instance : old.instances()) {
      if (!instances.contains(instance)
          && attempt.patience().insist(() -> attempt.target().condition(instance))
              instanceof Condition.Running) {
        running.add(instance);
      }
    }
    return new Predecessor(old.release(), running);
  }

  /** Leaves the new containers alone with the traffic, before the old ones stand down. */
  void withdrawOld(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Optional<Predecessor> old = predecessor(attempt);
    if (!traffic.leaveAlone(attempt.release(), instances, attempt.lease()) || old.isEmpty()) {
      return;
    }
    Duration started = time.now();
    while (traffic.inFlight(old.get().instances()) > 0
        && time.since(started).compareTo(LAST_ANSWERS) < 0) {
      attempt.checkpoint();
      time.pause(GLANCE);
    }
  }

  /** Ends the old containers that a batch of new ones replaced, once nothing goes on in them. */
  void retireReplaced(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Optional<Predecessor> old = predecessor(attempt);
    if (old.isPresent()) {
      List<Instance> all = old.get().instances();
      int staying = staying(attempt.spec(), instances.size(), all).size();
      List<Instance> replaced = all.subList(0, all.size() - staying);
      drain(attempt, replaced);
      standby.halt(attempt, replaced);
    }
  }

  /** In a canary all of them; of a batch's release as many as it did not replace yet. */
  private static List<Instance> staying(DeploySpec spec, int fresh, List<Instance> old) {
    if (fresh >= spec.replicas()) {
      return old;
    }
    int replaced = Math.min(old.size() - 1, old.size() * fresh / spec.replicas());
    return old.subList(Math.max(0, replaced), old.size());
  }

  /** Waits until the edges have nothing with these containers any more, or their time is up. */
  int drain(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Duration grace = attempt.spec().workload().stopGracePeriod();
    Duration started = time.now();
    int inFlight = traffic.inFlight(instances);
    while (inFlight > 0 && time.since(started).compareTo(grace) < 0) {
      attempt.checkpoint();
      time.pause(GLANCE);
      inFlight = traffic.inFlight(instances);
    }
    return inFlight;
  }

  /** What serves so far; empty before a service's first release is live. */
  Optional<Predecessor> predecessor(Attempt attempt) {
    return Predecessor.of(attempt.release().service(), services);
  }
}
