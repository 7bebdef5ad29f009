package dev.slipway.builder;

import dev.slipway.builder.BuildRun.Outcome;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildMoves;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.BuildState.Canceling;
import dev.slipway.core.build.BuildState.Running;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one claimed build to its end: keeps its lease, writes its log, and decides what its end
 * means. Where the lease is lost, or the worker stops, nothing more is written: whoever claims the
 * build next goes on with another attempt. Safe for concurrent use.
 */
public final class BuildAttempts {
  private static final Logger LOG = LoggerFactory.getLogger(BuildAttempts.class);
  private static final List<Duration> BACKOFF =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(5));

  private final BuildRecords records;
  private final Repositories repositories;
  private final BuildRun run;
  private final Clock clock;
  private final Pace pace;

  public BuildAttempts(BuildRecords records, Repositories repositories, BuildRun run, Clock clock) {
    this(records, repositories, run, clock, Pace.DEFAULT);
  }

  BuildAttempts(
      BuildRecords records, Repositories repositories, BuildRun run, Clock clock, Pace pace) {
    this.records = records;
    this.repositories = repositories;
    this.run = run;
    this.clock = clock;
    this.pace = pace;
  }

  /**
   * Returns when the build has ended, is queued again, or is left to another attempt.
   *
   * @param stopping canceled when the worker stops
   */
  void carryOut(Build build, Cancellation stopping) throws InterruptedException {
    switch (build.state()) {
      case Running running -> attempt(build, running, stopping);
      case Canceling canceling -> {
        run.abandon(build);
        finish(build, new Ending(canceled(canceling)));
      }
      case BuildState.Waiting _,
          BuildState.Queued _,
          BuildState.Succeeded _,
          BuildState.Failed _,
          BuildState.Canceled _,
          BuildState.Skipped _ ->
          LOG.error(
              "build {} was claimed in state {}; leaving it alone", build.id(), build.state());
    }
  }

  private void attempt(Build build, Running running, Cancellation stopping)
      throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    try (Heartbeat heartbeat =
            Heartbeat.start(records.queue(), build.id(), running.attempt(), pace, cancellation);
        Cancellation.Registration _ = stopping.onCancel(cancellation::cancel)) {
      Optional<Ending> end = journaled(build, running, stopping, heartbeat, cancellation);
      if (end.isPresent() && !heartbeat.lost()) {
        finish(build, end.get());
      }
    }
  }

  /** Runs the attempt and closes its journal; empty when its end is not this worker's to write. */
  private Optional<Ending> journaled(
      Build build,
      Running running,
      Cancellation stopping,
      Heartbeat heartbeat,
      Cancellation cancellation)
      throws InterruptedException {
    try (BuildJournal journal =
            new BuildJournal(build.id(), running.attempt(), records, clock, heartbeat::lose);
        Cancellation.Registration _ = cancellation.onCancel(() -> dropIfLost(heartbeat, journal))) {
      Ending ending = ending(build, running, journal, cancellation);
      if (heartbeat.lost()) {
        journal.abandon();
        return Optional.empty();
      }
      if (stopping.canceled() && !heartbeat.toldToStop()) {
        journal.line(BuildJournal.OWN_STEP, "The worker stops; another attempt goes on from here");
        journal.endSteps(Status.CANCELED);
        return Optional.of(
            new Ending(new BuildState.Queued(running.attempt(), "its worker was stopped")));
      }
      Ending end = heartbeat.toldToStop() ? new Ending(canceled(running)) : ending;
      journal.endSteps(end.stepsLeftOver());
      return Optional.of(end);
    }
  }

  /** A journal that waits for the store must not outlast the lease. */
  private static void dropIfLost(Heartbeat heartbeat, BuildJournal journal) {
    if (heartbeat.lost()) {
      journal.abandon();
    }
  }

  private Ending ending(
      Build build, Running running, BuildJournal journal, Cancellation cancellation)
      throws InterruptedException {
    try {
      journal.start();
      Outcome outcome =
          StoppableWork.run(
              () -> work(build, running, journal, cancellation), cancellation, pace.ending());
      return ended(running, outcome);
    } catch (ExecutionException e) {
      return e.getCause() instanceof BuildFailedException failed
          ? failed(running, failed.failure())
          : failed(running, unexpected(build, Objects.requireNonNullElse(e.getCause(), e)));
    } catch (RuntimeException e) {
      return failed(running, unexpected(build, e));
    }
  }

  private Ending ended(Running running, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Built(var images, var releases, var copies) ->
          new Ending(
              new BuildState.Succeeded(
                  running.attempt(), running.startedAt(), clock.instant(), images, copies),
              releases);
      case Outcome.Skipped(String because) ->
          new Ending(
              new BuildState.Skipped(
                  running.attempt(), running.startedAt(), clock.instant(), because));
    };
  }

  private Outcome work(
      Build build, Running running, BuildJournal journal, Cancellation cancellation)
      throws BuildFailedException {
    if (running.attempt() > BuildMoves.MOST_ATTEMPTS) {
      throw new BuildFailedException(
          new Infrastructure(
              "the build was begun "
                  + BuildMoves.MOST_ATTEMPTS
                  + " times and its worker never"
                  + " lived to finish it",
              "see whether the worker runs out of memory or is restarted, then retry the build",
              false));
    }
    Repository repository =
        repositories
            .find(build.request().repositoryId())
            .orElseThrow(() ->
                new BuildFailedException(
                    new Infrastructure(
                        "repository " + build.request().repository() + " was removed",
                        "add it again, then push or retry the build",
                        false)));
    return run.run(build, repository, journal, cancellation);
  }

  private Ending failed(Running running, Failure failure) {
    int attempt = running.attempt();
    if (failure instanceof Infrastructure(var message, _, var retryable)
        && retryable
        && attempt < BuildMoves.MOST_ATTEMPTS) {
      Duration delay = BACKOFF.get(Math.min(attempt, BACKOFF.size()) - 1);
      return new Ending(new BuildState.Queued(attempt, message), List.of(), delay);
    }
    return new Ending(
        new BuildState.Failed(attempt, running.startedAt(), clock.instant(), failure));
  }

  private static Failure unexpected(Build build, Throwable cause) {
    if (!(cause instanceof CancellationException)) {
      LOG.error("build {} ended by an error of Slipway's own", build.id(), cause);
    }
    return new Infrastructure(
        "Slipway itself failed while building (" + cause.getClass().getSimpleName() + ")",
        "retry the build; if it fails again, send the worker's log to Slipway's authors",
        true);
  }

  /** Who canceled it stands in the record, which the queue keeps to whatever is said here. */
  private BuildState canceled(Running running) {
    return new BuildState.Canceled(
        running.attempt(), running.startedAt(), clock.instant(), "", "canceled");
  }

  private BuildState canceled(Canceling canceling) {
    return new BuildState.Canceled(
        canceling.attempt(),
        canceling.startedAt(),
        clock.instant(),
        canceling.by(),
        canceling.because());
  }

  private void finish(Build build, Ending ending) throws InterruptedException {
    new FinalWrite(records.queue(), pace).write(build.id(), ending);
  }
}
