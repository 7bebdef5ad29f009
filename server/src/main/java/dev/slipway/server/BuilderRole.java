package dev.slipway.server;

import dev.slipway.builder.BuildAttempts;
import dev.slipway.builder.BuildRecords;
import dev.slipway.builder.BuildRun;
import dev.slipway.builder.BuildWorker;
import dev.slipway.builder.checkout.GitSources;
import dev.slipway.builder.image.Engine;
import dev.slipway.builder.image.EngineImageBuilder;
import dev.slipway.config.pipeline.PipelineFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** This process as a builder. */
final class BuilderRole implements AutoCloseable {
  private static final Duration FOR_THE_REGISTRY = Duration.ofSeconds(20);

  private final Engine engine;
  private final BuildWorker worker;
  private final Thread starting;

  private BuilderRole(Engine engine, BuildWorker worker, Thread starting) {
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
      int atATime,
      Clock clock)
      throws StartException {
    Engine engine = Engine.fromEnvironment();
    EngineImageBuilder images =
        new EngineImageBuilder(engine, registry.place().beforePath(), null, registry.client());
    BuildRun run = new BuildRun(sources, new PipelineFile(), images, store.builds(), clock);
    BuildRecords records = new BuildRecords(store.buildQueue(), store.logs());
    BuildWorker worker =
        new BuildWorker(
            directory.worker(),
            atATime,
            store.buildQueue(),
            new BuildAttempts(records, store.repositories(), run, clock));
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
    return new BuilderRole(engine, worker, starting);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    starting.interrupt();
    starting.join();
    worker.close();
    engine.close();
  }
}
