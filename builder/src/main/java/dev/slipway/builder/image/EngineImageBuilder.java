package dev.slipway.builder.image;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildProgress;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.ImageBuilder;
import dev.slipway.core.registry.Registry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds on a container engine and lets that engine push. Safe for concurrent use. */
public final class EngineImageBuilder implements ImageBuilder {
  private final Engine engine;
  private final BuilderChoice choice;
  private final String registryPrefix;
  private final @Nullable RegistryCredentials credentials;
  private final Registry registry;

  /**
   * Makes a builder.
   *
   * @param registryPrefix host and port, with a path where images have to be below one: what comes
   *     before a repository's path in an image's name
   * @param credentials for that registry; null where it wants none, or where the engine's user is
   *     signed in
   */
  public EngineImageBuilder(
      Engine engine,
      BuilderChoice choice,
      String registryPrefix,
      @Nullable RegistryCredentials credentials,
      Registry registry) {
    this.engine = engine;
    this.choice = choice;
    this.registryPrefix = registryPrefix;
    this.credentials = credentials;
    this.registry = registry;
  }

  @Override
  public BuiltImage build(
      Order order, Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException {
    cancellation.check();
    String repository = registryPrefix + "/" + order.repository();
    List<String> names = order.tags().stream().map(tag -> repository + ":" + tag).toList();
    String imageId =
        new DockerfileBuild(engine, choice, order, progress, cancellation).run(names, checkout);
    return new ImagePush(engine, registry, credentials, repository, progress, cancellation)
        .run(order.spec().name(), imageId, order.tags());
  }
}
