package dev.slipway.deployer;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Target.Condition.Exited;
import dev.slipway.core.deploy.Target.Condition.Frozen;
import dev.slipway.core.deploy.Target.Condition.Gone;
import dev.slipway.core.deploy.Target.Condition.Running;
import dev.slipway.core.deploy.Target.Health;
import java.time.Duration;
import java.util.List;

/** Tells whether a new container is alive, and if not, what ended it. */
final class Vitals {
  /** How much of a container's output is kept with the failure. */
  private static final int LAST_LINES = 40;

  private static final Duration MEMORY_TOLD_WITHIN = Duration.ofMillis(250);

  private final Time time;

  Vitals(Time time) {
    this.time = time;
  }

  /** The health that its engine reports; see {@link #running}. */
  Health of(Attempt attempt, Instance instance)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    return running(attempt, instance).health();
  }

  /**
   * How it runs.
   *
   * @throws PhaseFailedException when it does not run any more, with its last lines
   */
  Running running(Attempt attempt, Instance instance)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Condition condition = attempt.patience().insist(() -> attempt.target().condition(instance));
    if (condition instanceof Exited(int code, boolean outOfMemory)
        && code == Target.KILLED
        && !outOfMemory) {
      // That the kernel killed it for lack of memory may be told a moment after that it ended.
      time.pause(MEMORY_TOLD_WITHIN);
      condition = attempt.patience().insist(() -> attempt.target().condition(instance));
    }
    return switch (condition) {
      case Running running -> running;
      case Exited exited ->
          throw PhaseFailedException.ofRelease(
              message(attempt, exited), hint(exited), lastLines(attempt, instance));
      case Frozen _ ->
          throw new PhaseFailedException(
              "the container of " + attempt.release().label() + " is paused",
              "somebody or something paused it; roll out again",
              List.of());
      case Gone _ ->
          throw new PhaseFailedException(
              "the container of " + attempt.release().label() + " is gone",
              "somebody or something removed it; roll out again",
              List.of());
    };
  }

  /** Makes sure that all of them run. */
  void allRun(Attempt attempt, List<Instance> instances)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    for (Instance instance : instances) {
      of(attempt, instance);
    }
  }

  /** What the container said last; nothing where the engine cannot tell. */
  List<String> lastLines(Attempt attempt, Instance instance)
      throws LeaseLostException, InterruptedException {
    try {
      return attempt
          .patience()
          .insist(() -> attempt.target().lastLines(instance, LAST_LINES))
          .stream()
          .map(attempt.secrets().masking()::mask)
          .toList();
    } catch (PhaseFailedException e) {
      return List.of("(its output could not be read: " + e.getMessage() + ")");
    }
  }

  private static String message(Attempt attempt, Exited exited) {
    String subject = "the container of " + attempt.release().label();
    if (exited.outOfMemory()) {
      Long limit = attempt.spec().workload().resources().memory();
      return subject
          + " was ended by the kernel for using too much memory"
          + (limit == null ? "" : " (its limit is " + limit / (1024 * 1024) + " MB)");
    }
    return switch (exited.code()) {
      case 0 -> subject + " ended by itself, with exit code 0";
      case 126 -> subject + " ended: its command cannot be run (exit code 126)";
      case 127 -> subject + " ended: its command was not found in the image (exit code 127)";
      case Target.KILLED -> subject + " was killed (SIGKILL, exit code 137)";
      case 139 -> subject + " crashed (segmentation fault, exit code 139)";
      default -> subject + " ended with exit code " + exited.code();
    };
  }

  private static String hint(Exited exited) {
    if (exited.outOfMemory()) {
      return "raise `resources: memory:` of the deploy entry, or have the program use less";
    }
    return switch (exited.code()) {
      case 0 -> "the command must stay in the foreground; see CMD or `command:`";
      case 126 -> "make the file executable and built for this machine's processor";
      case 127 -> "see that CMD, ENTRYPOINT or `command:` names a program that the image has";
      default -> "its last lines say more; try it with `docker run`";
    };
  }
}
