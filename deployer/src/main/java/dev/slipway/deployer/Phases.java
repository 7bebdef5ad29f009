package dev.slipway.deployer;

import dev.slipway.core.deploy.DeploymentState.Checking;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.Starting;
import dev.slipway.core.deploy.DeploymentState.Switching;
import dev.slipway.core.deploy.DeploymentState.Watching;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.pipeline.UpdatePlan.Canary;
import dev.slipway.core.pipeline.UpdatePlan.FailureAction;
import dev.slipway.core.pipeline.UpdatePlan.Order;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a rollout does in each of its states, and where that leads. */
final class Phases {
  private static final int ALL = 100;

  private final Preparation preparation;
  private final Standby standby;
  private final HealthGate health;
  private final Handover handover;
  private final WatchWindow watchWindow;
  private final Brake brake;

  Phases(
      Preparation preparation,
      Standby standby,
      HealthGate health,
      Handover handover,
      WatchWindow watchWindow,
      Brake brake) {
    this.preparation = preparation;
    this.standby = standby;
    this.health = health;
    this.handover = handover;
    this.watchWindow = watchWindow;
    this.brake = brake;
  }

  Step prepare(Attempt attempt)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    return new Step(new Starting(List.of()), preparation.prepare(attempt));
  }

  /** Starts the next batch; all at once where no batches are asked for. */
  Step start(Attempt attempt, List<Instance> serving)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    preparation.done(attempt);
    Optional<List<Instance>> reusable =
        serving.isEmpty() ? standby.reusable(attempt) : Optional.empty();
    String before = serving.isEmpty() ? handover.makeRoom(attempt) : "";
    if (reusable.isPresent()) {
      List<Instance> awake = Standby.wake(attempt, reusable.get());
      if (awake.size() == attempt.spec().replicas()) {
        return new Step(
            new Checking(List.of(), awake),
            before + Words.count(awake.size(), "container") + " woken up");
      }
      Preparation.image(attempt);
    }
    int wanted = upTo(attempt, serving.size());
    Target.Order order = preparation.order(attempt);
    List<Instance> running = attempt.patience().insist(() -> attempt.target().start(order, wanted));
    List<Instance> fresh = running.stream().filter(it -> !serving.contains(it)).toList();
    return new Step(
        new Checking(serving, fresh),
        attempt.patience().tell(before + Words.count(fresh.size(), "container") + " started"));
  }

  /** How many containers there are to be after this batch. */
  private static int upTo(Attempt attempt, int serving) {
    int replicas = attempt.spec().replicas();
    Integer parallelism = attempt.spec().update().parallelism();
    boolean together =
        attempt.spec().update().canary() != null || attempt.spec().order() == Order.STOP_FIRST;
    return together || parallelism == null ? replicas : Math.min(replicas, serving + parallelism);
  }

  Step check(Attempt attempt, List<Instance> serving, List<Instance> fresh)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    if (attempt.resumed() && someAreGone(attempt, fresh)) {
      return new Step(new Starting(serving), "the containers are gone; they are started again");
    }
    String detail = health.await(attempt, fresh);
    List<Instance> instances = Stream.concat(serving.stream(), fresh.stream()).toList();
    return new Step(
        new Switching(instances, share(attempt, instances.size())),
        attempt.patience().tell(detail));
  }

  /**
   * The first step of a canary, or a batch's part of all containers. Who goes back has no time for
   * a canary, and a first release nothing to be compared with.
   */
  private int share(Attempt attempt, int instances) {
    @Nullable Canary canary = attempt.spec().update().canary();
    boolean compared =
        attempt.release().content().rolledBackTo() == null
            && attempt.spec().order() == Order.START_FIRST
            && handover.predecessor(attempt).isPresent();
    return canary != null && compared
        ? canary.steps().getFirst()
        : Math.min(ALL, ALL * instances / attempt.spec().replicas());
  }

  private static boolean someAreGone(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    for (Instance instance : instances) {
      Condition condition = attempt.patience().insist(() -> attempt.target().condition(instance));
      if (condition instanceof Condition.Gone) {
        return true;
      }
    }
    return false;
  }

  Step switchTraffic(Attempt attempt, List<Instance> instances, int percent)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    String detail = attempt.patience().tell(handover.moveTraffic(attempt, instances, percent));
    if (instances.size() < attempt.spec().replicas()) {
      handover.retireReplaced(attempt, instances);
      return new Step(new Starting(instances), detail);
    }
    return new Step(new Watching(instances, percent), detail);
  }

  Step watch(Attempt attempt, List<Instance> instances, int percent)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    @Nullable Canary canary = attempt.spec().update().canary();
    if (percent < ALL && canary != null) {
      Optional<String> promoted = watchWindow.hold(attempt, instances, canary);
      return promoted.isPresent()
          ? new Step(new Switching(instances, ALL), "promoted by " + promoted.get())
          : new Step(
              new Switching(instances, after(canary, percent)),
              "held " + percent + " % for " + Words.of(canary.hold()));
    }
    String watched = watchWindow.untilSettled(attempt, instances);
    return settle(attempt, instances, watched);
  }

  private static int after(Canary canary, int percent) {
    return canary.steps().stream().filter(step -> step > percent).findFirst().orElse(ALL);
  }

  private Step settle(Attempt attempt, List<Instance> instances, String watched)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    for (Instance instance : instances) {
      attempt.patience().insist(() -> attempt.target().keep(instance));
    }
    handover.withdrawOld(attempt, instances);
    // From here on there is no way back within this rollout: the old containers stand down.
    String old = standby.standDown(attempt, instances);
    return new Step(new Live(instances), attempt.patience().tell(watched + "; " + old));
  }

  /**
   * What trouble leads to where it is not to lead back: somebody wants the new release to stay.
   *
   * @return empty where the old release gets its traffic back
   */
  Optional<Step> bearing(Attempt attempt, PhaseFailedException trouble)
      throws LeaseLostException, InterruptedException {
    if (!trouble.byRelease()
        || !(attempt.deployment().state() instanceof Watching(var instances, int percent))) {
      return Optional.empty();
    }
    brake.pull(attempt, trouble);
    if (percent < ALL || attempt.spec().update().onFailure() == FailureAction.ROLLBACK) {
      return Optional.empty();
    }
    try {
      return Optional.of(settle(attempt, instances, "it stays, although " + trouble.getMessage()));
    } catch (PhaseFailedException e) {
      return Optional.empty();
    }
  }
}
