package dev.slipway.server;

import dev.slipway.builder.BuildAttempts;
import dev.slipway.builder.BuildRecords;
import dev.slipway.builder.BuildRun;
import dev.slipway.builder.BuildWorker;
import dev.slipway.builder.Workshop;
import dev.slipway.builder.checkout.GitSources;
import dev.slipway.builder.checkout.MirrorKeeper;
import dev.slipway.builder.image.Engine;
import dev.slipway.builder.image.EngineImageBuilder;
import dev.slipway.builder.steps.ContainerSteps;
import dev.slipway.builder.steps.StepCaches;
import dev.slipway.builder.steps.StepLimits;
import dev.slipway.config.pipeline.PipelineFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** This process as a builder. */
final class BuilderRole implements AutoCloseable {
  private static final Duration MIRRORS_KEPT = Duration.ofDays(30);
  private static final Duration FOR_THE_REGISTRY = Duration.ofSeconds(20);

  private final Engine engine;
  private final BuildWorker worker;
  private final Thread starting;
  private final Housekeeping housekeeping;

  private BuilderRole(
      Engine engine, BuildWorker worker, Thread starting, Housekeeping housekeeping) {
    this.housekeeping = housekeeping;
    this.engine = engine;
    this.worker = worker;
    this.starting = starting;
  }

  /** Takes builds as soon as the registry was given its chance to start. */
  static BuilderRole start(
      Store store,
      DataDirectory directory,
      GitSources sources,
      RegistryRole registry,
      Slots slots,
      Clock clock)
      throws StartException {
    Engine engine = Engine.fromEnvironment();
    StepCaches caches = new StepCaches(engine, directory.installation(), clock);
    ContainerSteps steps =
        new ContainerSteps(engine, directory.installation(), StepLimits.DEFAULT, caches);
    EngineImageBuilder images =
        new EngineImageBuilder(engine, registry.place().beforePath(), null, registry.client());
    Workshop workshop = new Workshop(sources, steps, images, store.secrets(), store.buildQueue());
    BuildRun run = new BuildRun(workshop, new PipelineFile(), store.builds(), clock);
    BuildRecords records = new BuildRecords(store.buildQueue(), store.logs());
    BuildWorker worker =
        new BuildWorker(
            directory.worker(),
            slots.atATime(),
            store.buildQueue(),
            new BuildAttempts(records, store.repositories(), run, clock),
            slots.drain());
    Thread starting =
        Thread.ofVirtual()
            .name("builders")
            .start(() -> {
              try {
                registry.awaitFirstTry(FOR_THE_REGISTRY);
                worker.start();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    Housekeeping housekeeping =
        Housekeeping.start(
            store, steps, caches, new MirrorKeeper(directory.path("mirrors"), MIRRORS_KEPT, clock));
    return new BuilderRole(engine, worker, starting, housekeeping);
  }

  /**
   * How much is built here.
   *
   * @param atATime builds
   * @param drain for a builder that stops
   */
  record Slots(int atATime, Duration drain) {}

  @Override
  public void close() throws IOException, InterruptedException {
    starting.interrupt();
    starting.join();
    worker.close();
    housekeeping.close();
    engine.close();
  }
}
