package dev.slipway.builder.image;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.ImageBuilder;
import dev.slipway.core.registry.Registry;
import org.jspecify.annotations.Nullable;

/**
 * Builds on a container engine, by BuildKit or the classic builder, and lets that engine push. Safe
 * for concurrent use.
 */
public final class EngineImageBuilder implements ImageBuilder {
  private final Engine engine;
  private final String registryPrefix;
  private final @Nullable RegistryCredentials credentials;
  private final Registry registry;
  private final RegistryLogins logins;

  /** A builder whose builds fetch from no registry that wants credentials but ours. */
  public EngineImageBuilder(
      Engine engine,
      String registryPrefix,
      @Nullable RegistryCredentials credentials,
      Registry registry) {
    this(engine, registryPrefix, credentials, registry, RegistryLogins.NONE);
  }

  /**
   * Makes a builder.
   *
   * @param registryPrefix host and port, with a path where images have to be below one: what comes
   *     before a repository's path in an image's name
   * @param credentials for that registry; null where it wants none, or where the engine's user is
   *     signed in
   * @param others for further registries that builds fetch from
   */
  public EngineImageBuilder(
      Engine engine,
      String registryPrefix,
      @Nullable RegistryCredentials credentials,
      Registry registry,
      RegistryLogins others) {
    this.engine = engine;
    this.registryPrefix = registryPrefix;
    this.credentials = credentials;
    this.registry = registry;
    this.logins =
        credentials == null ? others : others.and(ImagePush.host(registryPrefix), credentials);
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
    return new ImagePush(engine, registry, credentials, repository, progress, cancellation)
        .run(order.spec().name(), built.imageId(), order.tags(), built.cacheTag());
  }
}
