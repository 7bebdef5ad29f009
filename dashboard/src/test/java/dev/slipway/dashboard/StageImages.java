package dev.slipway.dashboard;

import dev.slipway.core.registry.ImageInventory;
import dev.slipway.core.registry.RegistryContent;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.Removal;
import dev.slipway.core.registry.RemovalPlan;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.core.registry.StoredManifest;
import dev.slipway.core.registry.StoredManifest.Blob;
import dev.slipway.core.registry.StoredManifest.Facts;
import dev.slipway.core.registry.StoredManifest.Part;
import dev.slipway.core.registry.Uses;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A registry in memory that holds what a test puts there. */
final class StageImages implements ImageInventory {
  static final String HOST = "127.0.0.1:5000";

  private final Map<String, Map<String, String>> tags = new TreeMap<>();
  private final Map<String, Map<String, StoredManifest>> manifests = new TreeMap<>();
  private final Map<String, Map<String, String>> problems = new TreeMap<>();
  private final Random random = new Random(7);
  private final Clock clock;
  private final Supplier<Uses> uses;

  /** Why the registry does not answer; empty when it does. */
  volatile String trouble = "";

  StageImages(Clock clock, Supplier<Uses> uses) {
    this.clock = clock;
    this.uses = uses;
  }

  /** Puts an image there, on layers of these sizes; equal sizes are equal layers. */
  synchronized String put(
      String repository, String digest, @Nullable Instant created, List<Long> layers) {
    return put(
        repository,
        new StoredManifest(
            digest,
            "application/vnd.oci.image.manifest.v1+json",
            "",
            false,
            1_204,
            List.of(),
            null,
            new Blob(digest(), "application/vnd.oci.image.config.v1+json", 2_310),
            layers.stream().map(StageImages::layer).toList(),
            new Facts(
                created,
                "",
                "linux/amd64",
                Map.of("org.opencontainers.image.source", "https://git.example.com/acme/shop"))));
  }

  /** Puts an index of these images there. */
  synchronized String index(String repository, String digest, Map<String, String> parts) {
    return put(
        repository,
        new StoredManifest(
            digest,
            "application/vnd.oci.image.index.v1+json",
            "",
            true,
            860,
            parts.entrySet().stream()
                .map(part -> new Part(part.getValue(), part.getKey(), 1_204))
                .toList(),
            null,
            null,
            List.of(),
            Facts.NONE));
  }

  /** Puts something there that refers to an image. */
  synchronized String referrer(String repository, String subject, String type) {
    return put(
        repository,
        new StoredManifest(
            digest(),
            "application/vnd.oci.image.manifest.v1+json",
            type,
            false,
            740,
            List.of(),
            subject,
            null,
            List.of(new Blob(digest(), type, 48_211)),
            Facts.NONE));
  }

  private String put(String repository, StoredManifest manifest) {
    of(manifests, repository).put(manifest.digest(), manifest);
    return manifest.digest();
  }

  synchronized void tag(String repository, String tag, String digest) {
    of(tags, repository).put(tag, digest);
  }

  /** Has something of a repository not be readable. */
  synchronized void spoil(String repository, String where, String why) {
    of(problems, repository).put(where, why);
  }

  private static <T> Map<String, T> of(Map<String, Map<String, T>> all, String repository) {
    return all.computeIfAbsent(repository, _ -> new TreeMap<>());
  }

  String digest() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return "sha256:" + HexFormat.of().formatHex(bytes);
  }

  private static Blob layer(long size) {
    byte[] bytes = new byte[32];
    new Random(size).nextBytes(bytes);
    return new Blob(
        "sha256:" + HexFormat.of().formatHex(bytes),
        "application/vnd.oci.image.layer.v1.tar+gzip",
        size);
  }

  @Override
  public synchronized RegistryContent all() throws RegistryException {
    if (!trouble.isEmpty()) {
      throw new RegistryException(trouble, "start it");
    }
    return new RegistryContent(
        HOST, clock.instant(), manifests.keySet().stream().map(this::read).toList(), "");
  }

  @Override
  public synchronized Optional<RepositoryContent> repository(String name) {
    return Optional.of(name).filter(manifests::containsKey).map(this::read);
  }

  private RepositoryContent read(String name) {
    return new RepositoryContent(
        name,
        tags.getOrDefault(name, Map.of()),
        manifests.getOrDefault(name, Map.of()),
        problems.getOrDefault(name, Map.of()));
  }

  @Override
  public Removal plan(Removal.Wish wish) {
    return repository(wish.repository())
        .map(content -> RemovalPlan.of(content, uses.get(), wish))
        .orElse(new Removal.Absent());
  }

  @Override
  public synchronized Removal remove(Removal.Wish wish) {
    Removal removal = plan(wish);
    String repository = wish.repository();
    if (removal instanceof Removal.OfImages gone) {
      Map<String, StoredManifest> there = of(manifests, repository);
      gone.digests().forEach(there::remove);
      Map<String, String> leading = of(tags, repository);
      gone.tags().forEach(leading::remove);
    } else if (removal instanceof Removal.OfTag gone) {
      of(tags, repository).remove(gone.tag());
    }
    return removal;
  }
}
