package dev.slipway.dashboard.api;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.registry.ImageOrigins;
import dev.slipway.core.registry.ImageUse;
import dev.slipway.core.registry.RegistryContent;
import dev.slipway.core.registry.RegistryContent.Size;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.core.registry.StoredManifest;
import dev.slipway.core.registry.Uses;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The images of the registry beside what builds, releases and containers have to do with them, in
 * one moment.
 */
public final class ImageSight {
  private final RegistryContent content;
  private final RegistryContent.Sizes sizes;
  private final Uses uses;
  private final ImageOrigins origins;

  ImageSight(RegistryContent content, Uses uses, ImageOrigins origins) {
    this.content = content;
    this.sizes = content.sizes();
    this.uses = uses;
    this.origins = origins;
  }

  public Uses uses() {
    return uses;
  }

  /**
   * A repository in a line.
   *
   * @param newest null where there is no image that can be read
   */
  public record Summary(
      String name,
      String reference,
      int tags,
      int images,
      Size size,
      @Nullable Image newest,
      List<String> problems) {
    public Summary {
      problems = List.copyOf(problems);
    }
  }

  /**
   * An image under one of its tags.
   *
   * @param tag empty for one to which no tag leads
   * @param manifest null where it cannot be read
   * @param created when its build ended, or else when it was made by its own word; null where
   *     neither is known
   * @param build that made it; null for images from elsewhere
   * @param problem why it cannot be read; empty where it can
   */
  public record Image(
      String tag,
      String digest,
      @Nullable StoredManifest manifest,
      @Nullable Instant created,
      List<String> platforms,
      Size size,
      @Nullable Build build,
      List<ImageUse> uses,
      List<StoredManifest> referrers,
      String problem) {
    public Image {
      platforms = List.copyOf(platforms);
      uses = List.copyOf(uses);
      referrers = List.copyOf(referrers);
    }

    /** What it is, in a word. */
    public String kind() {
      if (manifest == null) {
        return "unreadable";
      }
      return manifest.index() ? "index" : manifest.artifact() ? "artifact" : "image";
    }
  }

  Summary summary(RepositoryContent repository) {
    return new Summary(
        repository.name(),
        content.registry() + "/" + repository.name(),
        repository.ordinaryTags().size(),
        repository.images().size(),
        sizes.of(repository),
        images(repository).stream().filter(it -> it.manifest() != null).findFirst().orElse(null),
        repository.problems().entrySet().stream()
            .map(problem ->
                problem.getKey().isEmpty()
                    ? problem.getValue()
                    : problem.getKey() + ": " + problem.getValue())
            .toList());
  }

  /** One for each tag, and those without, newest first; what cannot be read last. */
  List<Image> images(RepositoryContent repository) {
    List<Image> all = new ArrayList<>();
    for (String tag : repository.ordinaryTags()) {
      all.add(image(repository, tag, Objects.requireNonNull(repository.tags().get(tag))));
    }
    for (String digest : repository.images()) {
      if (repository.tagsOf(digest).isEmpty()) {
        all.add(image(repository, "", digest));
      }
    }
    repository.problems().keySet().stream()
        .filter(where -> !where.isEmpty() && !repository.tags().containsKey(where))
        .filter(where -> !where.contains(":"))
        .forEach(tag -> all.add(image(repository, tag, "")));
    all.sort(
        Comparator.<Image, Instant>comparing(
                it -> it.created() == null ? Instant.EPOCH : it.created())
            .reversed()
            .thenComparing(Image::tag)
            .thenComparing(Image::digest));
    return all;
  }

  Image image(RepositoryContent repository, String tag, String digest) {
    StoredManifest manifest = repository.manifests().get(digest);
    Build build = origins.of(digest).orElse(null);
    String problem = repository.problems().getOrDefault(tag, "");
    return new Image(
        tag,
        digest,
        manifest,
        created(repository, digest, build),
        platforms(repository, digest),
        sizes.of(repository, digest),
        build,
        uses.of(digest),
        referrers(repository, digest),
        manifest != null
            ? ""
            : problem.isEmpty() ? repository.problems().getOrDefault(digest, "") : problem);
  }

  /** Reproducible images say 1970 of themselves. */
  private static @Nullable Instant created(
      RepositoryContent repository, String digest, @Nullable Build build) {
    Optional<Instant> own = repository.created(digest);
    return build != null && build.state() instanceof BuildState.Succeeded done
        ? done.finishedAt()
        : own.orElse(null);
  }

  private static List<String> platforms(RepositoryContent repository, String digest) {
    TreeSet<String> platforms = new TreeSet<>();
    for (String each : repository.withParts(digest)) {
      StoredManifest manifest = Objects.requireNonNull(repository.manifests().get(each));
      if (manifest.index()) {
        manifest.parts().forEach(part -> platforms.add(part.platform()));
      } else if (!manifest.artifact() && repository.indexesOf(each).isEmpty()) {
        platforms.add(manifest.facts().platform());
      }
    }
    // BuildKit calls what it attests so.
    platforms.removeAll(List.of("", "unknown/unknown"));
    return List.copyOf(platforms);
  }

  /** Also those of its parts: an index is signed as a whole, or part by part. */
  private static List<StoredManifest> referrers(RepositoryContent repository, String digest) {
    return repository.withParts(digest).stream()
        .flatMap(part -> repository.referrersOf(part).stream())
        .distinct()
        .toList();
  }
}
