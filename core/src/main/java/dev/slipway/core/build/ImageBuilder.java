package dev.slipway.core.build;

import dev.slipway.core.Secret;
import dev.slipway.core.pipeline.ImageBuild;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a Dockerfile into an image in the registry. Safe for concurrent use. */
public interface ImageBuilder {
  /**
   * Builds and pushes, and checks that the registry has it.
   *
   * @throws BuildFailedException with {@link Failure.StepFailed} when the Dockerfile's own step
   *     fails, or {@link Failure.Infrastructure} when engine or registry do
   */
  BuiltImage build(
      Order order, Checkout checkout, BuildProgress progress, Cancellation cancellation)
      throws BuildFailedException;

  /**
   * What to build.
   *
   * @param repository path within the registry, without its host
   * @param tags to give it beside the digest; at least one
   * @param fromFork whether strangers wrote what is built: it gets no secrets, and nothing that it
   *     leaves behind may be used by other builds
   * @param build whose steps these are; the image itself does not name it, since its digest depends
   *     on its content alone
   * @param secrets by name, at least those that the entry wants; none of a fork's
   */
  record Order(
      BuildId build,
      ImageBuild spec,
      String repository,
      List<String> tags,
      boolean fromFork,
      Map<String, Secret> secrets,
      LayerCache cache) {
    public Order {
      tags = List.copyOf(tags);
      secrets = Map.copyOf(secrets);
    }

    /** One that uses no secrets, and no cache in the registry. */
    public Order(
        BuildId build, ImageBuild spec, String repository, List<String> tags, boolean fromFork) {
      this(build, spec, repository, tags, fromFork, Map.of(), LayerCache.NONE);
    }
  }

  /**
   * Where in the registry the results of earlier builds' steps are: tags of the image's repository.
   *
   * @param from where to look, the best place first
   * @param to where to leave one's own; null for nowhere
   */
  record LayerCache(List<String> from, @Nullable String to) {
    public static final LayerCache NONE = new LayerCache(List.of(), null);

    public LayerCache {
      from = List.copyOf(from);
    }
  }
}
