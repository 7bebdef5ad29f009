package dev.slipway.builder.steps;

import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.Mount;
import dev.slipway.builder.checkout.TreePath;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.build.StepRunner.Order;
import dev.slipway.core.pipeline.Step;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Runs single steps of a build, each in a container of its own. Safe for concurrent use. */
final class StepRun implements StepGraph.Work {
  private static final Duration FOREVER = Duration.ofDays(1);

  /** Folders of a container that are the kernel's or ours. */
  private static final Set<String> NOT_THEIRS = Set.of("proc", "sys", "dev", ".slipway");

  private final BuildSite site;
  private final StepImages images;
  private final StepCaches caches;
  private final WorkTree tree;
  private final BuildProgress progress;
  private final Cancellation cancellation;

  StepRun(BuildSite site, StepImages images, StepCaches caches, WorkTree tree) {
    this.site = site;
    this.images = images;
    this.caches = caches;
    this.tree = tree;
    this.progress = site.progress();
    this.cancellation = site.cancellation();
  }

  @Override
  public void run(Step step) throws BuildFailedException {
    progress.started(step.name(), Kind.STEP, step.dependsOn());
    Result result;
    try {
      result = execute(step);
    } catch (BuildFailedException e) {
      if (cancellation.canceled()) {
        progress.finished(step.name(), Status.CANCELED, null, false);
        throw e;
      }
      result = new Result(null, e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      progress.finished(step.name(), Status.CANCELED, null, false);
      throw new CancellationException("interrupted while step " + step.name() + " ran");
    } catch (RuntimeException e) {
      Status status = e instanceof CancellationException ? Status.CANCELED : Status.FAILED;
      progress.finished(step.name(), status, null, false);
      throw e;
    }
    report(step, result);
  }

  private void report(Step step, Result result) throws BuildFailedException {
    BuildFailedException failed = result.failed();
    if (failed == null) {
      progress.finished(step.name(), Status.SUCCEEDED, result.exitCode(), false);
      return;
    }
    boolean ignored =
        step.failureIgnored() && !(failed.failure() instanceof Failure.Infrastructure);
    progress.line(step.name(), failed.failure().message());
    if (ignored) {
      progress.line(step.name(), "This step may fail: the build goes on");
    }
    progress.finished(step.name(), Status.FAILED, result.exitCode(), false);
    if (!ignored) {
      throw failed;
    }
  }

  private Result execute(Step step) throws BuildFailedException, InterruptedException {
    images.provide(step.name(), step.image());
    String container = create(step);
    try {
      byte[] files = StepScript.archive(step.commands(), step.cache());
      site.containers().unpack(container, "/", new ByteArrayInputStream(files), cancellation);
      try (LiveContainer live =
              site.start(step.name(), container, line -> progress.line(step.name(), line));
          var _ = cancellation.onCancel(live::wake)) {
        return watch(step, live);
      }
    } finally {
      site.discard(container);
    }
  }

  private String create(Step step) throws BuildFailedException {
    Order order = site.order();
    List<String> env =
        StepEnvironment.of(
            order,
            step.name(),
            order.variables(),
            step.env(),
            note -> progress.line(step.name(), note));
    return site.create(
        step.name(),
        step.image(),
        step.resources(),
        mounts(step),
        command -> {
          command
              .withEnv(env)
              .withWorkingDir(WorkTree.FOLDER)
              .withHealthcheck(new HealthCheck().withTest(List.of("NONE")));
          if (!step.commands().isEmpty()) {
            command.withEntrypoint(StepScript.ENTRYPOINT);
          }
        });
  }

  private List<Mount> mounts(Step step) throws BuildFailedException {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(Confinement.mount(tree.volume(), WorkTree.FOLDER, false));
    for (String path : step.cache()) {
      checkCache(step.name(), path);
      String volume = cache(step, path);
      mounts.add(Confinement.mount(volume, path, true));
    }
    return mounts;
  }

  /**
   * The volume for a cache. A fork's ends with its build, and begins with a copy of what the branch
   * has; a tag's ends with its build as well, since nobody would come back for it.
   */
  private String cache(Step step, String path) throws BuildFailedException {
    Order order = site.order();
    if (order.fromFork()) {
      Optional<String> ours = caches.find(order.repository(), order.ref(), path);
      return ours.isPresent()
          ? site.throwawayCopy(ours.get(), step.image())
          : site.throwawayVolume();
    }
    return order.ref().tag().isPresent()
        ? site.throwawayVolume()
        : caches.use(order.repository(), order.ref(), path);
  }

  private static void checkCache(String step, String path) throws BuildFailedException {
    String relative = path.startsWith("/") ? path.substring(1) : "";
    boolean usable =
        !relative.isEmpty()
            && TreePath.normal(relative).equals(Optional.of(relative))
            && !NOT_THEIRS.contains(relative.split("/", 2)[0])
            && !path.equals(WorkTree.FOLDER);
    if (!usable) {
      throw new BuildFailedException(
          new StepFailed(
              step,
              "\"" + path + "\" cannot be a cache of step " + step,
              "name an absolute path without . and .., such as /root/.m2"));
    }
  }

  /** Waits for the end, and brings it about where the step takes too long. */
  private Result watch(Step step, LiveContainer live)
      throws BuildFailedException, InterruptedException {
    long start = System.nanoTime();
    while (true) {
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      Duration left = left(step.timeout(), elapsed);
      Duration quiet = left(step.silence(), live.silence());
      boolean ended = live.awaitEnd(left.compareTo(quiet) < 0 ? left : quiet);
      if (cancellation.canceled()) {
        live.stop(site.limits().grace());
        throw new CancellationException("told to stop while step " + step.name() + " ran");
      }
      if (ended) {
        return verdict(step, live.ended());
      }
      Failure late = late(step, Duration.ofNanos(System.nanoTime() - start), live.silence());
      if (late != null) {
        live.stop(site.limits().grace());
        return new Result(null, new BuildFailedException(late));
      }
    }
  }

  private Result verdict(Step step, LiveContainer.Ended ended) {
    if (ended.exitCode() == 0) {
      return new Result(0, null);
    }
    StepFailed failure =
        ExitWords.failure(
            step.name(),
            ended.exitCode(),
            ended.outOfMemory(),
            site.confinement().memory(step.resources()));
    return new Result(ended.exitCode(), new BuildFailedException(failure));
  }

  private static @Nullable Failure late(Step step, Duration elapsed, Duration silence) {
    Duration timeout = step.timeout();
    if (timeout != null && elapsed.compareTo(timeout) >= 0) {
      return new Failure.TimedOut(step.name(), timeout);
    }
    Duration mostSilence = step.silence();
    if (mostSilence != null && silence.compareTo(mostSilence) >= 0) {
      return new StepFailed(
          step.name(),
          "step " + step.name() + " printed nothing for " + mostSilence.toSeconds() + " s",
          "find out what it waits for, have it print its progress, or allow it more silence");
    }
    return null;
  }

  private static Duration left(@Nullable Duration most, Duration passed) {
    return most == null ? FOREVER : most.minus(passed);
  }

  /**
   * How a step ended.
   *
   * @param failed null when it ended well
   */
  private record Result(@Nullable Integer exitCode, @Nullable BuildFailedException failed) {}
}
