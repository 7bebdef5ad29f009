package dev.slipway.deployer;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentLogs;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ReleaseKind;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.masking.Masking;
import dev.slipway.core.pipeline.UpdatePlan.ReleaseCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a release's command before it gets any traffic, such as a migration of its database: once,
 * also when the deployer dies meanwhile, since the next attempt finds the container of the first.
 * Going back to a release does not run it again.
 */
final class ReleaseCommandRun {
  private static final Duration GLANCE = Duration.ofMillis(100);
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(5);

  private final DeploymentLogs logs;
  private final Time time;

  ReleaseCommandRun(DeploymentLogs logs, Time time) {
    this.logs = logs;
    this.time = time;
  }

  /**
   * Runs it to its end, where there is one. Its container stays until {@link #forget}: that is how
   * the next attempt knows that it was done.
   *
   * @return one sentence with the figures; empty where there is nothing to run
   * @throws PhaseFailedException when it failed or took too long
   */
  String run(Attempt attempt, Target.Order order)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    @Nullable ReleaseCommand command = attempt.spec().update().releaseCommand();
    if (command == null || attempt.release().content().kind() != ReleaseKind.DEPLOY) {
      return "";
    }
    Target target = attempt.target();
    Instance run = attempt.patience().insist(() -> target.runOnce(order, command.command()));
    Duration started = time.now();
    Written log = new Written(logs, attempt);
    try (Target.Feed output =
        attempt.patience().insist(() -> target.output(run, Integer.MAX_VALUE, log::add))) {
      Condition.Exited ended = awaitEnd(attempt, run, command);
      var _ = output.awaitEnd(LAST_OUTPUT);
      log.flush();
      if (ended.code() != 0) {
        throw failed(command, ended, log);
      }
    } finally {
      log.flush();
    }
    return "release command done in " + Words.of(time.since(started));
  }

  /** Removes its container, once it is on record that it was done. */
  void forget(Attempt attempt)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    if (attempt.spec().update().releaseCommand() != null) {
      attempt.patience().insist(() -> attempt.target().forget(attempt.deployment()));
    }
  }

  private Condition.Exited awaitEnd(Attempt attempt, Instance run, ReleaseCommand command)
      throws PhaseFailedException, LeaseLostException, InterruptedException {
    Duration started = time.now();
    while (true) {
      attempt.checkpoint();
      switch (attempt.patience().insist(() -> attempt.target().condition(run))) {
        case Condition.Exited ended -> {
          return ended;
        }
        case Condition.Gone _ ->
            throw new PhaseFailedException(
                "the container of the release command is gone",
                "somebody or something removed it; see whether it did its work, then roll out"
                    + " again",
                List.of());
        case Condition.Running _, Condition.Frozen _ -> {}
      }
      if (time.since(started).compareTo(command.timeout()) >= 0) {
        attempt.patience().insist(() -> attempt.target().stop(run, Duration.ZERO));
        throw new PhaseFailedException(
            "the release command did not end within " + Words.of(command.timeout()),
            "have it do less, or give it longer: `release_command: { command: ..., timeout: 30m }`",
            List.of());
      }
      time.pause(GLANCE);
    }
  }

  private static PhaseFailedException failed(
      ReleaseCommand command, Condition.Exited ended, Written log) {
    String how =
        ended.outOfMemory()
            ? " was ended by the kernel for using too much memory"
            : " ended with exit code " + ended.code();
    return new PhaseFailedException(
        "the release command `" + String.join(" ", command.command()) + "`" + how,
        "its output says more; nothing else was changed",
        log.last());
  }

  /** What was printed, on its way to the store; lines that are there already go there again. */
  private static final class Written {
    private static final int TOGETHER = 100;
    private static final int TOLD = 40;

    private final DeploymentLogs logs;
    private final DeploymentId deployment;
    private final Masking masking;
    private final List<String> lines = new ArrayList<>();
    private int flushed;

    Written(DeploymentLogs logs, Attempt attempt) {
      this.logs = logs;
      this.deployment = attempt.deployment().id();
      this.masking = attempt.secrets().masking();
    }

    synchronized void add(String line) {
      if (lines.size() < DeploymentLogs.MOST_LINES) {
        lines.add(masking.mask(line));
        if (lines.size() - flushed >= TOGETHER) {
          flush();
        }
      }
    }

    synchronized void flush() {
      if (flushed < lines.size()) {
        logs.write(deployment, flushed + 1, List.copyOf(lines.subList(flushed, lines.size())));
        flushed = lines.size();
      }
    }

    synchronized List<String> last() {
      return List.copyOf(lines.subList(Math.max(0, lines.size() - TOLD), lines.size()));
    }
  }
}
