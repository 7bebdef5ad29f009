package dev.slipway.registrysync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.deploy.NeededReleases.Why;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.registry.ImageUse;
import dev.slipway.core.registry.RegistryContent;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.Removal;
import dev.slipway.core.registry.Removal.Kind;
import dev.slipway.core.registry.Removal.Wish;
import dev.slipway.core.registry.RepositoryContent;
import dev.slipway.core.registry.StoredManifest;
import dev.slipway.core.registry.Uses;
import dev.slipway.registrysync.inventory.RegistryInventory;
import dev.slipway.registrysync.inventory.Snapshots;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.retention.Snapshot;
import dev.slipway.registrysync.wire.Backoff;
import dev.slipway.registrysync.wire.Logins;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.WireSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at a real registry, and removes from it. */
class InventoryIT {
  private static final String SBOM = "application/vnd.cyclonedx+json";
  private static final ServiceId SHOP = ServiceId.of("shop", "production");
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @TempDir static Path folder;
  private static DebianRegistry registry;
  private static Registries registries;
  private final List<ImageReference> remembered = new ArrayList<>();
  private Uses uses = Uses.NONE;
  private String repository;
  private SampleImages images;
  private RegistryInventory inventory;

  @BeforeAll
  static void start() throws Exception {
    registry = DebianRegistry.start(Files.createDirectories(folder.resolve("registry")), false);
    registries =
        new Registries(
            WireSettings.trusting(Set.of()),
            Logins.NONE,
            InstantSource.system(),
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), 2));
  }

  @AfterAll
  static void stop() {
    registries.close();
    registry.close();
  }

  @BeforeEach
  void name() {
    String prefix = "p" + NUMBERS.incrementAndGet();
    repository = prefix + "/shop";
    images = new SampleImages(registry, repository);
    inventory =
        new RegistryInventory(
            registries,
            registry.host() + "/" + prefix,
            () -> uses,
            () -> remembered,
            InstantSource.system());
  }

  @Test
  void tagsLeadToImagesWithWhatTheirConfigurationsSay() throws Exception {
    String digest = images.image(SampleImages.OCI, "amd64", bytes("one"), bytes("other"));
    images.tag("1.0", digest);
    images.tag("latest", digest);

    RepositoryContent content = content();

    assertThat(content.tags()).isEqualTo(Map.of("1.0", digest, "latest", digest));
    StoredManifest image = manifest(content, digest);
    assertThat(image.facts().platform()).isEqualTo("linux/amd64");
    assertThat(image.layers())
        .extracting(StoredManifest.Blob::size)
        .containsExactly((long) "one".length(), (long) "other".length());
    assertThat(image.artifact()).isFalse();
    assertThat(content.images()).containsExactly(digest);
    assertThat(content.complete()).isTrue();
  }

  @Test
  void anIndexHasItsPartsAndWhatRefersToThemIsFoundByTheTagThatListsIt() throws Exception {
    String amd = images.image(SampleImages.OCI, "amd64", bytes("amd"));
    String arm = images.image(SampleImages.OCI, "arm64", bytes("arm"));
    String index = images.index(SampleImages.OCI_INDEX, amd + " linux/amd64", arm + " linux/arm64");
    images.tag("1", index);
    String sbom = images.referrer(SBOM, amd, bytes("parts"));
    images.tag(new Digest(amd).asTag(), images.index(SampleImages.OCI_INDEX, sbom));

    RepositoryContent content = content();

    assertThat(content.images()).containsExactly(index);
    assertThat(manifest(content, index).parts())
        .extracting(StoredManifest.Part::platform)
        .containsExactly("linux/amd64", "linux/arm64");
    assertThat(content.indexesOf(amd)).containsExactly(index);
    assertThat(content.referrersOf(amd))
        .extracting(StoredManifest::artifactType)
        .containsExactly(SBOM);
    assertThat(content.ordinaryTags()).containsExactly("1");
  }

  @Test
  void whatOtherImagesHaveTooIsShared() throws Exception {
    byte[] base = SampleImages.noise(5000, 1);
    byte[] own = SampleImages.noise(3000, 2);
    String first = images.image(SampleImages.OCI, "amd64", base, own);
    images.tag("1", first);
    SampleImages elsewhere = new SampleImages(registry, repository + "-too");
    elsewhere.tag("1", elsewhere.image(SampleImages.OCI, "amd64", base));

    RegistryContent all = inventory.all();

    assertThat(all.repositories())
        .extracting(RepositoryContent::name)
        .containsExactly(repository, repository + "-too");
    RepositoryContent content = all.repository(repository).orElseThrow();
    RegistryContent.Size size = all.sizes().of(content, first);
    assertThat(size.shared()).isEqualTo(base.length);
    long config = requireNonNull(manifest(content, first).config()).size();
    assertThat(size.own()).isEqualTo(own.length + config);
  }

  @Test
  void aBrokenManifestIsAProblemOfItsOwn() throws Exception {
    String good = images.image(SampleImages.OCI, "amd64", bytes("good"));
    images.tag("good", good);
    String lost = images.image(SampleImages.OCI, "amd64", bytes("lost"));
    images.tag("lost", lost);
    Files.writeString(registry.file(lost), "{}");

    RepositoryContent content = content();

    assertThat(content.manifests()).containsOnlyKeys(good);
    assertThat(content.problems()).containsOnlyKeys("lost");
    assertThat(refusal(new Wish(repository, "good", false, false))).contains(":lost");
    assertThat(refusal(new Wish(repository, "lost", false, false))).contains(":lost");
  }

  @Test
  void whatSaysNothingOfItsPartsCanBeRemovedAllTheSame() throws Exception {
    String bad =
        registry.pushManifest(
            repository,
            SampleImages.OCI,
            """
            {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s"},\
            "layers":[]}\
            """
                .formatted(
                    SampleImages.OCI,
                    "application/vnd.oci.image.config.v1+json",
                    registry.push(repository, bytes("{}"))));
    images.tag("bad", bad);
    assertThat(content().problems()).containsOnlyKeys("bad");

    assertThat(inventory.remove(new Wish(repository, "bad", false, false)))
        .isEqualTo(new Removal.OfImages(List.of(bad), List.of("bad")));

    assertThat(inventory.repository(repository)).isEmpty();
  }

  @Test
  void imagesThatWereBuiltAreFoundAfterTheirTagsMovedOn() throws Exception {
    String old = images.image(SampleImages.OCI, "amd64", bytes("old"));
    images.tag("latest", old);
    String young = images.image(SampleImages.OCI, "amd64", bytes("young"));
    images.tag("latest", young);
    assertThat(content().images()).containsExactly(young);

    remembered.add(new ImageReference(registry.host() + "/" + repository, old));

    assertThat(content().images()).containsExactlyInAnyOrder(old, young);
  }

  @Test
  void whatAReleaseNeedsIsNotRemovedAndNeitherIsAPartOfIt() throws Exception {
    String part = images.image(SampleImages.OCI, "amd64", bytes("a part"));
    String index = images.index(SampleImages.OCI_INDEX, part + " linux/amd64");
    images.tag("1", index);
    uses =
        new Uses(
            Map.of(index, List.of(new ImageUse.ByRelease(SHOP, 42, Why.LIVE))),
            Map.of(),
            List.of());

    assertThat(refusal(new Wish(repository, "1", true, true)))
        .contains("release v42 of service shop.production, which is live");
    assertThat(refusal(new Wish(repository, part, true, true))).contains("has it as a part");
    assertThat(content().manifests()).containsOnlyKeys(part, index);
  }

  @Test
  void anIndexGoesWithItsPartsAndWhatRefersToThemWhenThatIsSaid() throws Exception {
    String part = images.image(SampleImages.OCI, "amd64", bytes("going"));
    String index = images.index(SampleImages.OCI_INDEX, part + " linux/amd64");
    images.tag("1", index);
    String sbom = images.referrer(SBOM, part, bytes("list"));
    images.tag(new Digest(part).asTag(), images.index(SampleImages.OCI_INDEX, sbom));
    String stays = images.image(SampleImages.OCI, "amd64", bytes("staying"));
    images.tag("2", stays);

    assertThat(refusal(new Wish(repository, "1", false, false))).contains(SBOM);
    assertThat(inventory.remove(new Wish(repository, "1", false, true)))
        .isInstanceOf(Removal.OfImages.class);

    assertThat(content().manifests()).containsOnlyKeys(stays);
    assertThat(Skopeo.raw(registry.host() + "/" + repository + ":2")).contains("layers");
    assertThatThrownBy(() -> Skopeo.raw(registry.host() + "/" + repository + "@" + part))
        .hasMessageContaining("manifest unknown");
  }

  @Test
  void removingATagNeverTakesTheOthersOfItsImageAlong() throws Exception {
    String digest = images.image(SampleImages.OCI, "amd64", bytes("tagged twice"));
    images.tag("1.0", digest);
    images.tag("latest", digest);

    Removal removal = inventory.remove(new Wish(repository, "1.0", false, false));

    assertThat(removal).isInstanceOf(Removal.Refused.class);
    assertThat(((Removal.Refused) removal).reasons())
        .singleElement()
        .satisfies(reason -> {
          assertThat(reason.kind()).isEqualTo(Kind.TAG);
          assertThat(reason.words()).contains("removes no single tags").contains("latest");
        });
    assertThat(content().tags()).containsOnlyKeys("1.0", "latest");
    assertThat(inventory.remove(new Wish(repository, "1.0", true, false)))
        .isEqualTo(new Removal.OfImages(List.of(digest), List.of("1.0", "latest")));
    assertThat(inventory.repository(repository)).isEmpty();
  }

  @Test
  void nothingGoesWhileATargetCannotSayWhatItRuns() throws Exception {
    images.tag("1", images.image(SampleImages.OCI, "amd64", bytes("who knows")));
    uses = new Uses(Map.of(), Map.of(), List.of("target swarm cannot be asked what runs there"));

    assertThat(refusal(new Wish(repository, "1", true, true))).contains("target swarm");
    assertThatThrownBy(() -> Snapshots.of(content(), uses, _ -> Optional.empty()))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("target swarm");
  }

  @Test
  void whatIsNotBelowThePrefixIsNotOurs() throws Exception {
    SampleImages others = new SampleImages(registry, "others/app");
    String digest = others.image(SampleImages.OCI, "amd64", bytes("not ours"));
    others.tag("1", digest);

    assertThat(inventory.repository("others/app")).isEmpty();
    assertThat(inventory.remove(new Wish("others/app", "1", true, true)))
        .isEqualTo(new Removal.Absent());
    assertThat(Skopeo.raw(registry.host() + "/others/app:1")).contains("layers");
  }

  @Test
  void aSnapshotHasAReproducibleImageAsOldAsItsBuild() throws Exception {
    String digest = images.image(SampleImages.OCI, "amd64", bytes("reproducible"));
    images.tag("1", digest);
    String sbom = images.referrer(SBOM, digest, bytes("its list"));
    images.tag(new Digest(digest).asTag(), images.index(SampleImages.OCI_INDEX, sbom));
    Instant built = Instant.parse("2026-11-20T10:00:00Z");

    Snapshot snapshot =
        Snapshots.of(
            content(), Uses.NONE, one -> Optional.of(built).filter(_ -> one.equals(digest)));

    assertThat(snapshot.tags()).isEqualTo(Map.of("1", new Digest(digest)));
    assertThat(snapshot.manifests().values())
        .hasSize(3)
        .allMatch(manifest -> built.equals(manifest.created()));
    assertThat(requireNonNull(snapshot.manifests().get(new Digest(sbom))).subject())
        .isEqualTo(new Digest(digest));
  }

  private String refusal(Wish wish) throws Exception {
    Removal removal = inventory.remove(wish);
    assertThat(removal).isInstanceOf(Removal.Refused.class);
    return ((Removal.Refused) removal).reasons().toString();
  }

  private RepositoryContent content() throws Exception {
    return inventory.repository(repository).orElseThrow();
  }

  private static StoredManifest manifest(RepositoryContent content, String digest) {
    return requireNonNull(content.manifests().get(digest));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
