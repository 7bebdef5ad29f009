package dev.slipway.deployer;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Checking;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.Pending;
import dev.slipway.core.deploy.DeploymentState.Preparing;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.DeploymentState.Starting;
import dev.slipway.core.deploy.DeploymentState.Switching;
import dev.slipway.core.deploy.DeploymentState.Watching;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Condition;
import java.util.List;
import java.util.Optional;

/**
 * Takes one release from its image to the traffic: prepare, start, check, switch, watch. Each state
 * is recorded before its phase acts and every phase can be repeated, so that an attempt goes on
 * from wherever the one before it died. Safe for concurrent use.
 */
final class Rollout {
  /** After that many claims something kills every attempt, and it is probably this deployment. */
  static final int MOST_ATTEMPTS = 20;

  private final DeploymentQueue queue;
  private final Services services;
  private final Target target;
  private final HealthGate health;
  private final Handover handover;
  private final Retreat retreat;

  Rollout(
      DeploymentQueue queue,
      Services services,
      Target target,
      HealthGate health,
      Handover handover,
      Retreat retreat) {
    this.queue = queue;
    this.services = services;
    this.target = target;
    this.health = health;
    this.handover = handover;
    this.retreat = retreat;
  }

  /** A rollout with its usual parts. */
  static Rollout with(
      DeploymentQueue queue,
      Services services,
      Routes routes,
      Target target,
      Outside outside,
      Time time) {
    Vitals vitals = new Vitals(target);
    Traffic traffic = new Traffic(routes, time);
    return new Rollout(
        queue,
        services,
        target,
        new HealthGate(vitals, outside, time),
        new Handover(target, vitals, traffic, time),
        new Retreat(services, target, traffic, time));
  }

  /**
   * Goes on from the recorded state until the deployment has ended.
   *
   * @throws LeaseLostException when somebody else may go on with it; nothing was written since
   */
  Deployment run(Deployment claimed, Lease lease) throws LeaseLostException, InterruptedException {
    Optional<Attempt> found = attempt(claimed, lease);
    if (found.isEmpty()) {
      return record(claimed, withoutRelease(claimed), lease);
    }
    Attempt attempt = found.get();
    while (!attempt.deployment().state().ended()) {
      attempt = attempt.at(record(attempt.deployment(), next(attempt), lease));
    }
    return attempt.deployment();
  }

  /** The same from what is on record now, after the store could not be reached for a moment. */
  Deployment again(Deployment claimed, Lease lease)
      throws LeaseLostException, InterruptedException {
    Deployment now = onRecord(claimed);
    return now.state().ended() ? now : run(now, lease);
  }

  /** Undoes what was done so far, because of an error that nobody thought of. */
  Deployment abandon(Deployment claimed, Lease lease, RuntimeException error)
      throws LeaseLostException, InterruptedException {
    Deployment now = onRecord(claimed);
    Optional<Attempt> attempt = attempt(now, lease);
    if (now.state().ended() || attempt.isEmpty()) {
      return now;
    }
    PhaseFailedException trouble =
        new PhaseFailedException(
            "the deployer met an error of its own: " + error,
            "roll out again; if it comes back, report it with the server's log",
            List.of());
    return record(now, retreat.from(attempt.get(), trouble), lease);
  }

  private Deployment onRecord(Deployment claimed) throws LeaseLostException {
    return services
        .deployment(claimed.id())
        .filter(read -> read.attempt() == claimed.attempt())
        .orElseThrow(() -> new LeaseLostException("another attempt has " + claimed.id()));
  }

  private Optional<Attempt> attempt(Deployment deployment, Lease lease) {
    return services
        .release(deployment.service(), deployment.release())
        .map(release -> new Attempt(deployment, release, lease, new Patience(lease), true));
  }

  private Deployment record(Deployment seen, Step step, Lease lease) throws LeaseLostException {
    lease.check();
    return queue
        .move(seen, step.to(), step.detail())
        .orElseThrow(() -> new LeaseLostException("another attempt moved " + seen.id()));
  }

  private Step next(Attempt attempt) throws LeaseLostException, InterruptedException {
    try {
      giveUpAfterTooManyAttempts(attempt);
      return switch (attempt.deployment().state()) {
        case Pending _ -> new Step(new Preparing(), "");
        case Preparing _ -> prepare(attempt);
        case Starting _ -> start(attempt);
        case Checking(List<Instance> instances) -> check(attempt, instances);
        case Switching(List<Instance> instances) -> switchTraffic(attempt, instances);
        case Watching(List<Instance> instances) -> watch(attempt, instances);
        case Live _, Failed _, RolledBack _ ->
            throw new IllegalStateException(attempt.deployment().id() + " has ended already");
      };
    } catch (PhaseFailedException trouble) {
      return retreat.from(attempt, trouble);
    }
  }

  private Step prepare(Attempt attempt)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Release release = attempt.release();
    attempt.patience().insist(() -> target.prepare(release));
    return new Step(
        new Starting(), attempt.patience().tell("image " + shortDigest(release) + " is there"));
  }

  private Step start(Attempt attempt)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    List<Instance> started =
        attempt.patience().insist(() -> target.start(attempt.deployment(), attempt.release()));
    return new Step(
        new Checking(started),
        attempt.patience().tell(Words.count(started.size(), "container") + " started"));
  }

  private Step check(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    if (attempt.resumed() && someAreGone(attempt, instances)) {
      return new Step(new Starting(), "the containers are gone; they are started again");
    }
    String detail = health.await(attempt, instances);
    return new Step(new Switching(instances), attempt.patience().tell(detail));
  }

  private Step switchTraffic(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    String detail = handover.moveTraffic(attempt, instances);
    return new Step(new Watching(instances), attempt.patience().tell(detail));
  }

  private Step watch(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    String watched = handover.watchUntilDrained(attempt, instances);
    handover.keep(attempt, instances);
    // From here on there is no way back: the old containers go.
    String stopped = handover.stopOld(attempt);
    return new Step(new Live(instances), attempt.patience().tell(watched + "; " + stopped));
  }

  private boolean someAreGone(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    for (Instance instance : instances) {
      Condition condition = attempt.patience().insist(() -> target.condition(instance));
      if (condition instanceof Condition.Gone) {
        return true;
      }
    }
    return false;
  }

  private static void giveUpAfterTooManyAttempts(Attempt attempt) throws PhaseFailedException {
    if (attempt.deployment().attempt() > MOST_ATTEMPTS) {
      throw new PhaseFailedException(
          "the deployer stopped in the middle of this rollout " + MOST_ATTEMPTS + " times",
          "look into the server's own log for what ends it, then roll out again",
          List.of());
    }
  }

  private static Step withoutRelease(Deployment deployment) {
    DeploymentState.Status phase = deployment.state().status();
    return new Step(
        new Failed(
            new Cause(
                phase.id(),
                "release v"
                    + deployment.release()
                    + " of "
                    + deployment.service()
                    + " is not on record",
                "push again, so that a new release is made",
                List.of())),
        "");
  }

  private static String shortDigest(Release release) {
    String digest = release.content().image().digest();
    return digest.substring(0, "sha256:".length() + 12);
  }
}
