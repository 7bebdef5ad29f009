package dev.slipway.builder;

import dev.slipway.builder.LogLimit.Said;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what one attempt of a build says, away from the build's own thread: lines in batches,
 * steps when they change. While the store is away it holds a bounded number of lines and tries
 * again; once the lease is lost it drops everything. Safe for concurrent use.
 */
final class BuildJournal implements BuildProgress, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BuildJournal.class);
  static final String OWN_STEP = "slipway";
  private static final int LONGEST_LINE = 64 * 1024;
  private static final long CAPACITY = 8 << 20;
  private static final long PAUSE_MILLIS = 200;

  private final BuildId build;
  private final int attempt;
  private final BuildQueue queue;
  private final Logs logs;
  private final Clock clock;
  private final Runnable onLost;
  private final long startedAt = System.nanoTime();
  private final LogLimit limit = LogLimit.usual();
  private final LogBatch batch = new LogBatch(CAPACITY);
  private final CountDownLatch abandoned = new CountDownLatch(1);
  private final Map<String, StepReport> steps = new LinkedHashMap<>();
  private boolean stepsChanged;
  private long last;
  private boolean unsure;
  private @Nullable Thread writer;

  /**
   * A journal that is not writing yet.
   *
   * @param onLost called when the store refuses a write because the lease is lost
   */
  BuildJournal(BuildId build, int attempt, BuildRecords records, Clock clock, Runnable onLost) {
    this.build = build;
    this.attempt = attempt;
    this.queue = records.queue();
    this.logs = records.logs();
    this.clock = clock;
    this.onLost = onLost;
  }

  /** Goes on after the lines of earlier attempts. */
  void start() {
    last = logs.total(build);
    writer = Thread.ofVirtual().name("journal-" + build).start(this::writeAll);
    if (attempt > 1) {
      line(OWN_STEP, "Attempt " + attempt + " begins here");
    }
  }

  @Override
  public void line(String step, String text) {
    limit.next(new Said(millis(), step, bounded(text))).forEach(this::write);
  }

  private void write(Said line) {
    batch.add(() -> new LogLine(++last, line.millis(), line.step(), line.text()));
  }

  @Override
  public void started(String step, Kind kind) {
    started(step, kind, clock.instant());
  }

  @Override
  public void started(String step, Kind kind, Set<String> dependsOn) {
    List<String> before = dependsOn.stream().sorted().toList();
    begin(new StepReport(step, kind, Status.RUNNING, clock.instant(), null, null, false, before));
  }

  @Override
  public void started(String step, Kind kind, Instant at) {
    begin(new StepReport(step, kind, Status.RUNNING, at, null, null, false));
  }

  private void begin(StepReport report) {
    synchronized (steps) {
      steps.put(report.name(), report);
      stepsChanged = true;
    }
    batch.wake();
  }

  @Override
  public void finished(String step, Status status, @Nullable Integer exitCode, boolean cached) {
    finished(step, status, exitCode, cached, clock.instant());
  }

  @Override
  public void finished(
      String step, Status status, @Nullable Integer exitCode, boolean cached, Instant at) {
    synchronized (steps) {
      StepReport running = steps.get(step);
      if (running == null) {
        return;
      }
      steps.put(step, ended(running, status, exitCode, cached, at));
      stepsChanged = true;
    }
    batch.wake();
  }

  /** Ends the steps that nobody ended. */
  void endSteps(Status status) {
    synchronized (steps) {
      steps.replaceAll((_, step) ->
          step.status() == Status.RUNNING
              ? ended(step, status, null, false, clock.instant())
              : step);
      stepsChanged |= !steps.isEmpty();
    }
  }

  /** Drops what is not written, and writes nothing more. */
  void abandon() {
    abandoned.countDown();
    batch.close();
  }

  /** Returns when everything is written, or given up. */
  @Override
  public void close() {
    limit.rest().forEach(this::write);
    batch.close();
    boolean interrupted = false;
    Thread writing = writer;
    while (writing != null && writing.isAlive()) {
      try {
        writing.join();
      } catch (InterruptedException _) {
        interrupted = true;
        abandon();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll() {
    try {
      boolean more = true;
      while (more && !isAbandoned()) {
        more = !batch.drained();
        List<LogLine> lines = batch.take();
        if (!lines.isEmpty()) {
          write(() -> append(lines));
        }
        reportSteps();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      abandon();
    }
  }

  private void reportSteps() throws InterruptedException {
    List<StepReport> now;
    synchronized (steps) {
      if (!stepsChanged) {
        return;
      }
      stepsChanged = false;
      now = List.copyOf(steps.values());
    }
    write(() -> queue.report(build, attempt, now));
  }

  /** Whether a write went through before its answer was lost shows in how many lines there are. */
  private boolean append(List<LogLine> lines) {
    if (!unsure) {
      return logs.append(build, attempt, lines);
    }
    long there = logs.total(build);
    List<LogLine> missing = lines.stream().filter(line -> line.number() > there).toList();
    return missing.isEmpty() || logs.append(build, attempt, missing);
  }

  private void write(Write write) throws InterruptedException {
    boolean complained = false;
    while (!isAbandoned()) {
      try {
        boolean kept = write.done();
        unsure = false;
        if (!kept) {
          abandon();
          onLost.run();
        }
        return;
      } catch (RuntimeException e) {
        unsure = true;
        if (!complained) {
          LOG.warn("the log of build {} cannot be written at the moment", build, e);
          complained = true;
        }
        abandoned.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private boolean isAbandoned() {
    return abandoned.getCount() == 0;
  }

  private static StepReport ended(
      StepReport step, Status status, @Nullable Integer exitCode, boolean cached, Instant at) {
    return new StepReport(
        step.name(), step.kind(), status, step.startedAt(), at, exitCode, cached, step.dependsOn());
  }

  private long millis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
  }

  private static String bounded(String text) {
    if (text.length() <= LONGEST_LINE) {
      return text;
    }
    int end =
        Character.isHighSurrogate(text.charAt(LONGEST_LINE - 1)) ? LONGEST_LINE - 1 : LONGEST_LINE;
    return text.substring(0, end) + " [cut: the line has " + text.length() + " characters]";
  }

  /** One call to the store; false when it refused because the lease is lost. */
  @FunctionalInterface
  private interface Write {
    boolean done();
  }
}
