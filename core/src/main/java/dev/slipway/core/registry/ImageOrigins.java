package dev.slipway.core.registry;

import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.BuiltImage;
import dev.slipway.core.pipeline.ImageReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which builds made which images, by digest.
 *
 * @param builds of several that came to the same image, the newest
 * @param images where builds have put them
 */
public record ImageOrigins(Map<String, Build> builds, Set<ImageReference> images) {
  /** What was built before the newest so many successful builds is not known. */
  public static final int MOST_BUILDS = 2000;

  public ImageOrigins {
    builds = Map.copyOf(builds);
    images = Set.copyOf(images);
  }

  /** Reads the newest of the builds that succeeded. */
  public static ImageOrigins of(Builds records) {
    Map<String, Build> builds = new HashMap<>();
    Set<ImageReference> images = new HashSet<>();
    Builds.Filter succeeded = new Builds.Filter(null, null, BuildState.Status.SUCCEEDED);
    int seen = 0;
    @Nullable String next = null;
    do {
      Page<Build> page = records.list(succeeded, new Page.Request(Page.Request.MOST, next));
      for (Build build : page.items()) {
        if (build.state() instanceof BuildState.Succeeded done) {
          for (BuiltImage image : done.images()) {
            builds.putIfAbsent(image.image().digest(), build);
            images.add(image.image());
          }
        }
      }
      seen += page.items().size();
      next = seen < MOST_BUILDS ? page.next() : null;
    } while (next != null);
    return new ImageOrigins(builds, images);
  }

  /** The newest build that came to this image; empty for images from elsewhere. */
  public Optional<Build> of(String digest) {
    return Optional.ofNullable(builds.get(digest));
  }
}
