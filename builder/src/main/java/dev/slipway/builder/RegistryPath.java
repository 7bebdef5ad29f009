package dev.slipway.builder;

import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.source.RepositoryName;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where in the registry the images of a repository are. Forges allow more in a name than registries
 * do; what a registry would refuse becomes a dash.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests">names
 *     in the distribution specification</a>
 */
final class RegistryPath {
  private static final Pattern REFUSED_INSIDE =
      Pattern.compile("[^a-z0-9._-]+|[._-]*\\.[._-]+|" + "[._-]+\\.[._-]*|_{3,}|_-[_-]*|-_[_-]*");
  private static final Pattern REFUSED_OUTSIDE = Pattern.compile("^[._-]+|[._-]+$");

  private RegistryPath() {}

  /** The path of a repository that has one image. */
  static String of(RepositoryName repository) {
    return Arrays.stream(repository.value().split("/"))
        .map(RegistryPath::segment)
        .collect(Collectors.joining("/"));
  }

  /** The path of an image of a pipeline, which is named where there are several. */
  static String of(RepositoryName repository, Pipeline pipeline, ImageBuild image) {
    return pipeline.builds().size() == 1 ? of(repository) : of(repository, image.name());
  }

  /** The path of one of several images. */
  static String of(RepositoryName repository, String image) {
    return of(repository) + "/" + segment(image);
  }

  private static String segment(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String inside = REFUSED_INSIDE.matcher(lower).replaceAll("-");
    String trimmed = REFUSED_OUTSIDE.matcher(inside).replaceAll("");
    return trimmed.isEmpty() ? "x" : trimmed;
  }
}
