package dev.slipway.dashboard.api;

import dev.slipway.core.build.Build;
import dev.slipway.core.registry.ImageUse;
import dev.slipway.core.registry.RegistryContent.Size;
import dev.slipway.core.registry.Removal;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.core.registry.StoredManifest;
import dev.slipway.dashboard.api.ImageSight.Image;
import dev.slipway.dashboard.api.ImageSight.Summary;
import dev.slipway.dashboard.http.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The registry's images as the API tells them. */
final class ImageViews {
  private ImageViews() {}

  /**
   * The repositories.
   *
   * @param problem why some may be missing; empty where none is
   */
  record Repositories(
      String registry, String problem, List<Repository> items, @Nullable String next) {}

  record Repository(
      String name,
      String reference,
      int tags,
      int images,
      Bytes size,
      @Nullable Newest newest,
      List<String> problems) {
    static Repository of(Summary one) {
      Image newest = one.newest();
      return new Repository(
          one.name(),
          one.reference(),
          one.tags(),
          one.images(),
          Bytes.of(one.size()),
          newest == null
              ? null
              : new Newest(emptyToNull(newest.tag()), newest.digest(), Json.time(newest.created())),
          one.problems());
    }
  }

  record Newest(@Nullable String tag, String digest, @Nullable String created) {}

  /** What it takes of the registry's disk, in bytes. */
  record Bytes(long total, long own, long shared) {
    static Bytes of(Size size) {
      return new Bytes(size.all(), size.own(), size.shared());
    }
  }

  /** The build that made an image. */
  record Made(
      String id, long number, String repository, String repositoryId, String sha, String ref) {
    static @Nullable Made of(@Nullable Build build) {
      return build == null
          ? null
          : new Made(
              build.id().value(),
              build.number(),
              build.request().repository().value(),
              build.request().repositoryId().value(),
              build.request().commit().sha().hex(),
              build.request().ref().name());
    }
  }

  /** What needs an image: {@code kind} is release or container. */
  record Use(
      String kind,
      String service,
      int release,
      @Nullable String state,
      @Nullable String target,
      @Nullable String container,
      String words) {
    static Use of(ImageUse use) {
      return switch (use) {
        case ImageUse.ByRelease one ->
            new Use(
                "release",
                one.service().value(),
                one.release(),
                switch (one.why()) {
                  case LIVE -> "live";
                  case ON_ITS_WAY -> "deploying";
                  case KEPT_FOR_GOING_BACK -> "previous";
                },
                null,
                null,
                one.words());
        case ImageUse.ByContainer one ->
            new Use(
                "container",
                one.service().value(),
                one.release(),
                one.running() ? "running" : "stopped",
                one.target(),
                one.id(),
                one.words());
      };
    }
  }

  record Referrer(String digest, String artifactType, List<String> tags, long size) {
    static Referrer of(StoredManifest manifest, RepositoryContent repository) {
      return new Referrer(
          manifest.digest(),
          manifest.artifactType(),
          repository.tagsOf(manifest.digest()),
          manifest.blobs().stream().mapToLong(StoredManifest.Blob::size).sum());
    }
  }

  /** One tag of a repository; {@code tag} is null for an image without one. */
  record Row(
      @Nullable String tag,
      String digest,
      String kind,
      @Nullable String mediaType,
      @Nullable String created,
      List<String> platforms,
      Bytes size,
      @Nullable Made build,
      List<Use> uses,
      List<String> referrers,
      @Nullable String problem) {
    static Row of(Image one) {
      StoredManifest manifest = one.manifest();
      return new Row(
          emptyToNull(one.tag()),
          one.digest(),
          one.kind(),
          manifest == null ? null : manifest.mediaType(),
          Json.time(one.created()),
          one.platforms(),
          Bytes.of(one.size()),
          Made.of(one.build()),
          one.uses().stream().map(Use::of).toList(),
          one.referrers().stream().map(StoredManifest::artifactType).toList(),
          emptyToNull(one.problem()));
    }
  }

  record Layer(String digest, String mediaType, long size) {}

  /** A part of an index; {@code missing} where the registry does not have it. */
  record Part(
      String digest,
      String platform,
      String kind,
      boolean missing,
      Bytes size,
      List<Layer> layers) {}

  /** Everything about one image. */
  record Detail(
      String repository,
      String reference,
      String digest,
      List<String> tags,
      String kind,
      @Nullable String mediaType,
      @Nullable String artifactType,
      @Nullable String created,
      @Nullable String author,
      Map<String, String> labels,
      List<String> platforms,
      Bytes size,
      List<Layer> layers,
      List<Part> parts,
      List<String> indexes,
      @Nullable String subject,
      List<Referrer> referrers,
      @Nullable Made build,
      List<Use> uses,
      Removing removal,
      @Nullable String problem) {
    static Detail of(ImageDetail one) {
      Image image = one.image();
      StoredManifest manifest = image.manifest();
      StoredManifest.Facts facts = manifest == null ? StoredManifest.Facts.NONE : manifest.facts();
      RepositoryContent repository = one.repository();
      return new Detail(
          repository.name(),
          one.reference(),
          image.digest(),
          repository.tagsOf(image.digest()),
          image.kind(),
          manifest == null ? null : manifest.mediaType(),
          manifest == null ? null : emptyToNull(manifest.artifactType()),
          Json.time(image.created()),
          emptyToNull(facts.author()),
          new TreeMap<>(facts.labels()),
          image.platforms(),
          Bytes.of(image.size()),
          layers(manifest),
          one.parts().stream()
              .map(part ->
                  new Part(
                      part.digest(),
                      part.platform(),
                      part.image().kind(),
                      part.image().manifest() == null,
                      Bytes.of(part.image().size()),
                      layers(part.image().manifest())))
              .toList(),
          repository.indexesOf(image.digest()),
          repository.subjectOf(image.digest()).orElse(null),
          image.referrers().stream().map(each -> Referrer.of(each, repository)).toList(),
          Made.of(image.build()),
          image.uses().stream().map(Use::of).toList(),
          Removing.of(one.removal()),
          emptyToNull(image.problem()));
    }

    private static List<Layer> layers(@Nullable StoredManifest manifest) {
      return manifest == null
          ? List.of()
          : manifest.layers().stream()
              .map(layer -> new Layer(layer.digest(), layer.mediaType(), layer.size()))
              .toList();
    }
  }

  /** What removing an image with all its tags and what refers to it would do. */
  record Removing(
      boolean possible, List<String> digests, List<String> tags, List<Because> reasons) {
    static Removing of(Removal removal) {
      return switch (removal) {
        case Removal.OfImages gone -> new Removing(true, gone.digests(), gone.tags(), List.of());
        case Removal.OfTag gone -> new Removing(true, List.of(), List.of(gone.tag()), List.of());
        case Removal.Refused refused ->
            new Removing(
                false,
                List.of(),
                List.of(),
                refused.reasons().stream()
                    .map(reason ->
                        new Because(
                            reason.kind().name().toLowerCase(Locale.ROOT),
                            reason.name(),
                            reason.words(),
                            reason.hint()))
                    .toList());
        case Removal.Absent() -> new Removing(false, List.of(), List.of(), List.of());
      };
    }
  }

  /** What is gone. */
  record Gone(List<String> digests, List<String> tags) {
    static Gone of(Removal removal) {
      Removing done = Removing.of(removal);
      return new Gone(done.digests(), done.tags());
    }
  }

  record Because(String kind, String name, String message, String hint) {}

  private static @Nullable String emptyToNull(String text) {
    return Objects.requireNonNull(text).isEmpty() ? null : text;
  }
}
