package dev.slipway.builder;

import dev.slipway.core.build.ImageBuilder.LayerCache;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.source.GitRef;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which results of earlier builds an image's build may use: those of its own branch, else of the
 * branch that it came from. What a fork's build makes is used by nobody else.
 */
final class LayerCaches {
  /** No image of a person's choice is tagged so. */
  static final String PREFIX = "slipway-cache-";

  private static final int LONGEST = 100;

  private LayerCaches() {}

  static LayerCache of(Subject subject, ImageBuild image) {
    if (image.cache() != ImageBuild.Cache.REGISTRY) {
      return LayerCache.NONE;
    }
    String own = tag(subject.ref());
    List<String> from =
        Stream.concat(
                Stream.of(own),
                Stream.concat(
                        subject.branch().stream(), Stream.of(subject.repository().defaultBranch()))
                    .map(GitRef::ofBranch)
                    .map(LayerCaches::tag))
            .distinct()
            .toList();
    return new LayerCache(from, subject.fromFork() ? null : own);
  }

  /** The hash tells refs apart that only differ in what a tag cannot have. */
  private static String tag(GitRef ref) {
    String readable = ref.shortName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    String hash = Integer.toHexString(ref.name().hashCode());
    String bounded = readable.length() > LONGEST ? readable.substring(0, LONGEST) : readable;
    return PREFIX + bounded + "-" + hash;
  }
}
