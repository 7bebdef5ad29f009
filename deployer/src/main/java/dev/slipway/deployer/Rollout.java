package dev.slipway.deployer;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentQueue;
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
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Targets;
import dev.slipway.core.secret.Secrets;
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
  private final Secrets secrets;
  private final Targets targets;
  private final Phases phases;
  private final Retreat retreat;

  Rollout(DeployerStore store, Targets targets, Phases phases, Retreat retreat) {
    this.queue = store.queue();
    this.services = store.services();
    this.secrets = store.secrets();
    this.targets = targets;
    this.phases = phases;
    this.retreat = retreat;
  }

  /**
   * Goes on from the recorded state until the deployment has ended.
   *
   * @throws LeaseLostException when somebody else may go on with it; nothing was written since
   */
  Deployment run(Deployment claimed, Lease lease) throws LeaseLostException, InterruptedException {
    Optional<Release> release = release(claimed);
    if (release.isEmpty()) {
      return record(claimed, withoutRelease(claimed), lease);
    }
    Optional<Target> target = target(release.get());
    if (target.isEmpty()) {
      return record(claimed, withoutTarget(claimed, release.get()), lease);
    }
    Attempt attempt = attempt(claimed, release.get(), target.get(), lease);
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
    Optional<Release> release = release(now);
    Optional<Target> target = release.flatMap(this::target);
    if (now.state().ended() || target.isEmpty()) {
      return now;
    }
    PhaseFailedException trouble =
        new PhaseFailedException(
            "the deployer met an error of its own: " + error,
            "roll out again; if it comes back, report it with the server's log",
            List.of());
    Attempt attempt = attempt(now, release.get(), target.get(), lease);
    return record(now, retreat.from(attempt, trouble), lease);
  }

  private Deployment onRecord(Deployment claimed) throws LeaseLostException {
    return services
        .deployment(claimed.id())
        .filter(read -> read.attempt() == claimed.attempt())
        .orElseThrow(() -> new LeaseLostException("another attempt has " + claimed.id()));
  }

  private Optional<Release> release(Deployment deployment) {
    return services.release(deployment.service(), deployment.release());
  }

  private Optional<Target> target(Release release) {
    return targets.find(release.content().spec().target());
  }

  private Attempt attempt(Deployment deployment, Release release, Target target, Lease lease) {
    Disclosed disclosed = Disclosed.of(release, secrets);
    Wishes wishes = new Wishes(services, deployment.id(), lease.time());
    return new Attempt(
        deployment, release, target, lease, new Patience(lease, wishes), disclosed, true);
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
      attempt.checkpoint();
      return switch (attempt.deployment().state()) {
        case Pending _ -> new Step(new Preparing(), "");
        case Preparing _ -> phases.prepare(attempt);
        case Starting(var serving) -> phases.start(attempt, serving);
        case Checking(var serving, var fresh) -> phases.check(attempt, serving, fresh);
        case Switching(var instances, int percent) ->
            phases.switchTraffic(attempt, instances, percent);
        case Watching(var instances, int percent) -> phases.watch(attempt, instances, percent);
        case Live _, Failed _, RolledBack _ ->
            throw new IllegalStateException(attempt.deployment().id() + " has ended already");
      };
    } catch (PhaseFailedException trouble) {
      Optional<Step> bearing = phases.bearing(attempt, trouble);
      return bearing.isPresent() ? bearing.get() : retreat.from(attempt, trouble);
    }
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
    return neverStarted(
        deployment,
        "release v" + deployment.release() + " of " + deployment.service() + " is not on record",
        "push again, so that a new release is made");
  }

  private Step withoutTarget(Deployment deployment, Release release) {
    return neverStarted(
        deployment,
        "there is no target " + release.content().spec().target() + " any more",
        "deploy to one of " + String.join(", ", targets.names()) + ", or have it set up again");
  }

  private static Step neverStarted(Deployment deployment, String message, String hint) {
    String phase = deployment.state().status().id();
    return new Step(new Failed(new Cause(phase, message, hint, List.of())), "");
  }
}
