package dev.slipway.builder.image;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.ImageBuilder;
import dev.slipway.core.registry.PushGate;
import dev.slipway.core.registry.PushGate.Held;
import dev.slipway.core.registry.Registry;

/**
 * Builds on a container engine, by BuildKit or the classic builder, and lets that engine push. Safe
 * for concurrent use.
 */
public final class EngineImageBuilder implements ImageBuilder {
  private final Engine engine;
  private final String registryPrefix;
  private final Registry registry;
  private final RegistryLogins logins;
  private final PushGate gate;

  /** Makes a builder for a registry that nobody cleans. */
  public EngineImageBuilder(
      Engine engine, String registryPrefix, Registry registry, RegistryLogins logins) {
    this(engine, registryPrefix, registry, logins, PushGate.alwaysOpen());
  }

  /**
   * Makes a builder.
   *
   * @param registryPrefix host and port, with a path where images have to be below one: what comes
   *     before a repository's path in an image's name
   * @param logins to that registry and to others that builds fetch from, where they want them
   * @param gate by which pushes go to that registry
   */
  public EngineImageBuilder(
      Engine engine,
      String registryPrefix,
      Registry registry,
      RegistryLogins logins,
      PushGate gate) {
    this.engine = engine;
    this.registryPrefix = registryPrefix;
    this.registry = registry;
    this.logins = logins;
    this.gate = gate;
  }

  @Override
  public BuiltImage build(
      Order order, Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    cancellation.check();
    String repository = registryPrefix + "/" + order.repository();
    DockerfileBuild.Built built =
        new DockerfileBuild(engine, order, repository, logins, progress, cancellation)
            .run(checkout);
    RegistryCredentials credentials = logins.at(ImagePush.host(repository)).orElse(null);
    try (Held _ = PushTurn.take(gate, progress, cancellation)) {
      return new ImagePush(engine, registry, credentials, repository, progress, cancellation)
          .run(order.spec().name(), built.imageId(), order.tags(), built.cacheTag());
    }
  }
}
