package dev.slipway.builder.steps;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure.PipelineInvalid;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.pipeline.SideService;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The services beside the steps of one build. Used by one thread. */
final class SideServices implements AutoCloseable {
  /** What a name has to be for others to find the container by it. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

  private final List<SideServiceRun> services;

  private SideServices(List<SideServiceRun> services) {
    this.services = services;
  }

  /**
   * Starts all side by side, and returns when all are healthy.
   *
   * @throws BuildFailedException when one does not get healthy; all are stopped then
   */
  static SideServices start(BuildSite site, StepImages images) throws BuildFailedException {
    for (SideService service : site.order().services()) {
      checkName(service.name());
    }
    SideServices started =
        new SideServices(
            site.order().services().stream()
                .map(service -> new SideServiceRun(site, images, service))
                .toList());
    try {
      started.awaitAll();
      return started;
    } catch (BuildFailedException | RuntimeException e) {
      started.close();
      throw e;
    }
  }

  @Override
  public void close() {
    services.forEach(SideServiceRun::stop);
  }

  private void awaitAll() throws BuildFailedException {
    BlockingQueue<Start> starts = new LinkedBlockingQueue<>();
    for (SideServiceRun service : services) {
      Thread.ofVirtual().name("service").start(() -> starts.add(start(service)));
    }
    Throwable failure = null;
    try {
      for (int i = 0; i < services.size(); i++) {
        Throwable next = starts.take().failure();
        if (failure == null && next != null) {
          failure = next;
          // The others stop waiting as well.
          services.forEach(SideServiceRun::stop);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while services started");
    }
    switch (failure) {
      case null -> {}
      case BuildFailedException failed -> throw failed;
      case RuntimeException unexpected -> throw unexpected;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }

  private static Start start(SideServiceRun service) {
    try {
      service.start();
      return new Start(null);
    } catch (Throwable e) {
      // Errors as well: whoever waits for this must not wait forever.
      return new Start(e);
    }
  }

  private static void checkName(String name) throws BuildFailedException {
    if (!NAME.matcher(name).matches()) {
      throw new BuildFailedException(
          new PipelineInvalid(
              List.of(
                  new Problem(
                      "services",
                      0,
                      0,
                      "\"" + name + "\" is no name for a service",
                      "use letters, digits and hyphens: it is its host name for the steps"))));
    }
  }

  /** How the start of one went. */
  private record Start(@Nullable Throwable failure) {}
}
