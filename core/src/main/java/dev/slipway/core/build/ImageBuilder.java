package dev.slipway.core.build;

import dev.slipway.core.pipeline.ImageBuild;
import java.util.List;

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
   */
  record Order(
      BuildId build, ImageBuild spec, String repository, List<String> tags, boolean fromFork) {
    public Order {
      tags = List.copyOf(tags);
    }
  }
}
