package dev.slipway.deployer;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of the release before, kept at hand: frozen for a while and then ended, so that
 * going back takes neither a pull nor, at first, a start.
 */
final class Standby {
  private static final Logger LOG = LoggerFactory.getLogger(Standby.class);

  private final Services services;

  Standby(Services services) {
    this.services = services;
  }

  /**
   * The containers that this rollout can take over as they are, because they run the same: those of
   * the release that it goes back to. Whether they are still there, {@link #allThere} says.
   */
  Optional<List<Instance>> reusable(Attempt attempt) {
    NewRelease content = attempt.release().content();
    @Nullable Integer number = content.rolledBackTo();
    if (content.kind() != ReleaseKind.ROLLBACK || number == null) {
      return Optional.empty();
    }
    return services
        .release(content.service(), number)
        .filter(release -> release.content().runsLike(content))
        .flatMap(release -> Predecessor.live(release, services))
        .map(Predecessor::instances)
        .filter(instances -> !instances.isEmpty());
  }

  /**
   * Whether none of them was removed meanwhile.
   *
   * @throws PhaseFailedException when nobody can tell
   */
  static boolean allThere(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    for (Instance instance : instances) {
      if (condition(attempt, instance) instanceof Condition.Gone) {
        return false;
      }
    }
    return true;
  }

  /**
   * Has them run again; those that cannot are left out.
   *
   * @throws PhaseFailedException when nobody can tell how they are
   */
  static List<Instance> wake(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    List<Instance> awake = new ArrayList<>();
    for (Instance instance : instances) {
      wake(attempt, instance).ifPresent(awake::add);
    }
    return awake;
  }

  /** Its port or its machine may be gone; the others may be enough. */
  private static Optional<Instance> wake(Attempt attempt, Instance instance)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    try {
      return Optional.of(attempt.patience().insist(() -> attempt.target().wake(instance)));
    } catch (PhaseFailedException e) {
      // Where the place cannot even tell how it is, it may well run.
      Condition condition = condition(attempt, instance);
      LOG.warn("{}, {}, cannot be woken up: {}", instance.id(), condition, e.getMessage());
      return Optional.empty();
    }
  }

  private static Condition condition(Attempt attempt, Instance instance)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    return attempt.patience().insist(() -> attempt.target().condition(instance));
  }

  /**
   * Sends the containers away that the new release replaced: those of the release before to their
   * standby, all others for good, all at the same time. What cannot be stopped is told and left to
   * the next rollout: the new release serves.
   */
  String standDown(Attempt attempt, List<Instance> serving)
      throws LeaseLostException, InterruptedException {
    try {
      Target target = attempt.target();
      List<Instance> others = others(attempt, serving);
      List<Instance> before =
          Predecessor.of(attempt.release().service(), services)
              .map(Predecessor::instances)
              .orElse(List.of());
      Duration grace = attempt.spec().workload().stopGracePeriod();
      boolean freeze = attempt.spec().update().standby().isPositive();
      List<Instance> left =
          together(
              others,
              instance -> {
                if (!before.contains(instance)) {
                  target.stop(instance, grace);
                } else if (!freeze) {
                  target.halt(instance, grace);
                } else if (target.condition(instance) instanceof Condition.Running) {
                  target.freeze(instance);
                }
              });
      for (Instance instance : left) {
        attempt.patience().insist(() -> target.stop(instance, grace));
      }
      return told(others.size(), freeze && others.stream().anyMatch(before::contains));
    } catch (PhaseFailedException e) {
      return "an old container could not be stopped: " + e.getMessage();
    }
  }

  private static String told(int number, boolean frozen) {
    if (number == 0) {
      return "nothing else was running";
    }
    return Words.count(number, "old container") + (frozen ? " on standby" : " stopped");
  }

  /** Ends containers that the next ones of this service must not meet, and keeps them. */
  void halt(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Duration grace = attempt.spec().workload().stopGracePeriod();
    List<Instance> left = together(instances, instance -> attempt.target().halt(instance, grace));
    for (Instance instance : left) {
      attempt.patience().insist(() -> attempt.target().halt(instance, grace));
    }
  }

  /** Puts back to their standby what a rollout back woke in vain. */
  void backToSleep(Attempt attempt, List<Instance> instances) {
    together(instances, instance -> attempt.target().freeze(instance));
  }

  /** All containers of the service but these, in no state in particular. */
  static List<Instance> others(Attempt attempt, List<Instance> but)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    return attempt
        .patience()
        .insist(() -> attempt.target().containers(attempt.release().service()))
        .stream()
        .map(Target.Placed::instance)
        .filter(instance -> but.stream().noneMatch(one -> one.id().equals(instance.id())))
        .toList();
  }

  /** Does the same to all of them at once; those where it failed. */
  private static List<Instance> together(List<Instance> instances, Act act) {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (Instance instance : instances) {
      calls.add(() -> succeeded(instance, act));
    }
    List<Instance> left = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> results = threads.invokeAll(calls);
      for (int i = 0; i < results.size(); i++) {
        if (!results.get(i).get()) {
          left.add(instances.get(i));
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("something done to a container broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  private static boolean succeeded(Instance instance, Act act) {
    try {
      act.on(instance);
      return true;
    } catch (TargetException e) {
      return false;
    }
  }

  /** Something done to a container. */
  private interface Act {
    void on(Instance instance) throws TargetException;
  }
}
