package dev.slipway.builder.steps;

import com.github.dockerjava.api.command.InspectImageResponse;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.build.StepReport.Kind;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.pipeline.SideService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One service beside the steps, from its start to its end. */
final class SideServiceRun {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int MOST_LINES = 2000;

  private final BuildSite site;
  private final StepImages images;
  private final SideService service;
  private final BuildProgress progress;
  private @Nullable LiveContainer live;
  private boolean healthy;
  private boolean closed;
  private boolean reported;

  SideServiceRun(BuildSite site, StepImages images, SideService service) {
    this.site = site;
    this.images = images;
    this.service = service;
    this.progress = site.progress();
  }

  /**
   * Starts it, and waits until it is healthy.
   *
   * @throws BuildFailedException when it does not get healthy in time, or ends before that
   */
  void start() throws BuildFailedException {
    progress.started(service.name(), Kind.SERVICE);
    try {
      InspectImageResponse image = images.provide(service.name(), service.image());
      LiveContainer container = begin();
      try (var _ = site.cancellation().onCancel(container::wake)) {
        awaitHealthy(container, new ServiceHealth(site.containers(), service, image));
      }
    } catch (BuildFailedException e) {
      progress.line(service.name(), e.failure().message());
      finish(Status.FAILED, null);
      throw e;
    } catch (CancellationException e) {
      finish(Status.CANCELED, null);
      throw e;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      finish(Status.CANCELED, null);
      throw new CancellationException("interrupted while service " + service.name() + " started");
    }
  }

  /** Ends it. One that ended by itself before is told of, since a step may have failed by that. */
  void stop() {
    LiveContainer container;
    synchronized (this) {
      closed = true;
      container = live;
    }
    if (container == null) {
      return;
    }
    container.wake();
    try {
      LiveContainer.Ended ended =
          container.awaitEnd(Duration.ZERO) && !reported() ? container.ended() : null;
      site.containers().remove(container.id());
      if (ended == null) {
        finish(healthy() ? Status.SUCCEEDED : Status.CANCELED, null);
      } else {
        progress.line(
            service.name(), "service " + service.name() + " " + words(ended) + " while steps ran");
        finish(ended.exitCode() == 0 ? Status.SUCCEEDED : Status.FAILED, ended.exitCode());
      }
    } catch (BuildFailedException e) {
      // Removed with everything else of the build, or by the next sweep.
      progress.line(service.name(), e.failure().message());
      finish(Status.FAILED, null);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      container.close();
    }
  }

  private LiveContainer begin() throws BuildFailedException, InterruptedException {
    List<String> env =
        StepEnvironment.of(
            site.order(),
            service.name(),
            Map.of(),
            service.env(),
            note -> progress.line(service.name(), note));
    String id =
        site.create(
            service.name(),
            service.image(),
            service.resources(),
            List.of(),
            command -> {
              command.withEnv(env).withAliases(service.name());
              if (!service.command().isEmpty()) {
                command.withCmd(service.command());
              }
            });
    LiveContainer container =
        site.start(
            service.name(),
            id,
            new BoundedLines(line -> progress.line(service.name(), line), MOST_LINES));
    synchronized (this) {
      live = container;
    }
    return container;
  }

  private void awaitHealthy(LiveContainer container, ServiceHealth health)
      throws BuildFailedException, InterruptedException {
    long start = System.nanoTime();
    Duration most = site.limits().serviceStart();
    Duration age = Duration.ZERO;
    while (!health.healthy(container.id(), age)) {
      boolean ended = container.awaitEnd(PAUSE);
      site.cancellation().check();
      if (closed()) {
        throw new CancellationException("another service failed");
      }
      if (ended) {
        throw new BuildFailedException(died(container.ended()));
      }
      age = Duration.ofNanos(System.nanoTime() - start);
      if (age.compareTo(most) >= 0) {
        throw new BuildFailedException(late(health, most));
      }
    }
    synchronized (this) {
      healthy = true;
    }
    progress.line(service.name(), "service " + service.name() + " is ready");
  }

  private StepFailed died(LiveContainer.Ended ended) {
    return new StepFailed(
        service.name(),
        "service " + service.name() + " " + words(ended) + " before it was healthy",
        "its lines in the log say why; see that `command` and `env` are what its image wants");
  }

  private StepFailed late(ServiceHealth health, Duration most) {
    return new StepFailed(
        service.name(),
        "service "
            + service.name()
            + " was not healthy after "
            + most.toSeconds()
            + " s of waiting for "
            + health.condition(),
        "its lines in the log may say why; give it a health command that fits its image");
  }

  private String words(LiveContainer.Ended ended) {
    return ExitWords.message(
        ended.exitCode(), ended.outOfMemory(), site.confinement().memory(service.resources()));
  }

  private synchronized boolean healthy() {
    return healthy;
  }

  private synchronized boolean closed() {
    return closed;
  }

  private synchronized boolean reported() {
    return reported;
  }

  private void finish(Status status, @Nullable Integer exitCode) {
    synchronized (this) {
      if (reported) {
        return;
      }
      reported = true;
    }
    progress.finished(service.name(), status, exitCode, false);
  }
}
