package dev.slipway.server;

import dev.slipway.builder.BuildAttempts;
import dev.slipway.builder.BuildRecords;
import dev.slipway.builder.BuildRun;
import dev.slipway.builder.BuildWorker;
import dev.slipway.builder.ImageEngines;
import dev.slipway.builder.MirroredBases;
import dev.slipway.builder.Workshop;
import dev.slipway.builder.checkout.GitSources;
import dev.slipway.builder.checkout.MirrorKeeper;
import dev.slipway.builder.image.Engine;
import dev.slipway.builder.image.EngineImageBuilder;
import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.builder.java.JavaImages;
import dev.slipway.builder.jib.JibImageBuilder;
import dev.slipway.builder.steps.ContainerSteps;
import dev.slipway.builder.steps.StepCaches;
import dev.slipway.builder.steps.StepLimits;
import dev.slipway.config.pipeline.PipelineFile;
import dev.slipway.core.build.ImageBuilder;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.registry.BaseImageMirror;
import dev.slipway.core.registry.PushGate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** This process as a builder. */
final class BuilderRole implements AutoCloseable {
  private static final Duration MIRRORS_KEPT = Duration.ofDays(30);
  private static final Duration FOR_THE_REGISTRY = Duration.ofSeconds(20);

  private final Deque<AutoCloseable> parts;

  private BuilderRole(Deque<AutoCloseable> parts) {
    this.parts = parts;
  }

  /** Takes builds as soon as the registry was given its chance to start. */
  static BuilderRole start(Store store, DataDirectory directory, Means means, Clock clock)
      throws StartException {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    Engine engine = own(parts, Engine.fromEnvironment());
    String installation = directory.installation();
    StepCaches caches = new StepCaches(engine, installation, clock);
    RegistryRole registry = means.registry();
    RegistryLogins logins = registry.access().forBuilds();
    ContainerSteps steps =
        new ContainerSteps(engine, installation, StepLimits.DEFAULT, caches, logins);
    MirrorKeeper mirrors = new MirrorKeeper(directory.path("mirrors"), MIRRORS_KEPT, clock);
    own(parts, Housekeeping.start(store, steps, caches, mirrors));

    String prefix = registry.place().beforePath();
    PushGate gate = new PushGate(store.pushLeases());
    JibImageBuilder withoutEngine =
        own(
            parts,
            new JibImageBuilder(
                prefix, registry.client(), logins, means.addresses(), directory.path("jib"), gate));
    ImageBuilder byEngine = new EngineImageBuilder(engine, prefix, registry.client(), logins, gate);
    MirroredBases bases = new MirroredBases(means.mirror(), logins);
    ImageEngines images = new ImageEngines(withoutEngine, byEngine, javaImages(directory), bases);
    Workshop workshop =
        new Workshop(
            means.sources(), steps, images, store.secrets(), store.services(), store.buildQueue());
    BuildRun run = new BuildRun(workshop, means.pipelines(), store.builds(), clock);
    BuildRecords records = new BuildRecords(store.buildQueue(), store.logs());
    BuildWorker worker =
        new BuildWorker(
            directory.worker(),
            means.atATime(),
            store.buildQueue(),
            new BuildAttempts(records, store.repositories(), run, clock),
            means.drain());
    own(parts, worker);
    own(parts, startingOnce(registry, worker));
    return new BuilderRole(parts);
  }

  private static JavaImages javaImages(DataDirectory directory) throws StartException {
    Path folder = directory.path("java");
    try {
      return new JavaImages(folder);
    } catch (IOException e) {
      throw new StartException(folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static <T extends AutoCloseable> T own(Deque<AutoCloseable> parts, T part) {
    parts.push(part);
    return part;
  }

  private static AutoCloseable startingOnce(RegistryRole registry, BuildWorker worker) {
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
    return () -> {
      starting.interrupt();
      starting.join();
    };
  }

  /**
   * What it builds with.
   *
   * @param addresses where base images may come from
   * @param mirror which has copies of some of them
   * @param atATime builds
   * @param drain how long running builds may go on when it stops
   */
  record Means(
      GitSources sources,
      RegistryRole registry,
      PipelineFile pipelines,
      AddressPolicy addresses,
      BaseImageMirror mirror,
      int atATime,
      Duration drain) {}

  @Override
  public void close() throws Exception {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
