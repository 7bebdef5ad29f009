package dev.slipway.registrysync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.copy.Copied;
import dev.slipway.registrysync.copy.Copier;
import dev.slipway.registrysync.copy.CopyJob;
import dev.slipway.registrysync.copy.ImageCopy;
import dev.slipway.registrysync.copy.Progress;
import dev.slipway.registrysync.oci.Descriptor;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.Platform;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.wire.Logins;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.WireSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies between two registries on which nothing is in the way. */
class CopyIT {
  private static final String SBOM = "application/vnd.cyclonedx+json";

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @TempDir static Path folder;
  private static DebianRegistry source;
  private static DebianRegistry destination;
  private static Registries registries;
  private String repository;
  private SampleImages images;
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private final Queue<Progress.Arrival> arrivals = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() throws Exception {
    source = DebianRegistry.start(Files.createDirectories(folder.resolve("source")), false);
    destination = DebianRegistry.start(Files.createDirectories(folder.resolve("to")), false);
    registries = new Registries(WireSettings.trusting(Set.of()), Logins.NONE);
  }

  @AfterAll
  static void stop() throws Exception {
    registries.close();
    source.close();
    destination.close();
  }

  @BeforeEach
  void name() {
    repository = "it/r" + NUMBERS.incrementAndGet();
    images = new SampleImages(source, repository);
  }

  @ParameterizedTest
  @ValueSource(strings = {SampleImages.OCI, SampleImages.DOCKER})
  void anImageArrivesByteByByte(String type, @TempDir Path pulled) throws Exception {
    String digest = images.image(type, "amd64", bytes("one " + type), bytes("two " + type));
    images.tag("1", digest);

    Copied copied = copy("1");

    assertThat(copied).isEqualTo(new Copied(new Digest(digest), true));
    assertThat(Skopeo.raw(to("1"))).isEqualTo(Skopeo.raw(from("1")));
    Skopeo.pull(to("1"), pulled.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {SampleImages.OCI_INDEX, SampleImages.DOCKER_INDEX})
  void anIndexArrivesWithAllItsImages(String type, @TempDir Path pulled) throws Exception {
    String digest = pushIndex(type);

    copy("multi");

    assertThat(Skopeo.raw(to("multi"))).isEqualTo(Skopeo.raw(from("multi")));
    assertThat(Digest.of(Skopeo.raw(to("multi")).getBytes(UTF_8)).text()).isEqualTo(digest);
    Skopeo.pull(to("multi"), pulled.toString());
  }

  @Test
  void anIndexOfIndexesArrives() throws Exception {
    String inner = pushIndex(SampleImages.OCI_INDEX);
    String outer =
        source.pushManifest(
            repository,
            SampleImages.OCI_INDEX,
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                .formatted(
                    SampleImages.OCI_INDEX, images.descriptor(SampleImages.OCI_INDEX, inner, "")));
    images.tag("nested", outer);

    copy("nested");

    assertThat(Skopeo.raw(to("nested"))).isEqualTo(Skopeo.raw(from("nested")));
    assertThat(Skopeo.raw(digestAt(inner))).isEqualTo(Skopeo.raw(from("multi")));
  }

  @Test
  void aBlobOfSeveralChunksArrives(@TempDir Path pulled) throws Exception {
    images.tag("large", images.image(SampleImages.OCI, "amd64", SampleImages.noise(40 << 20, 1)));

    copy("large");

    Skopeo.pull(to("large"), pulled.toString());
  }

  @Test
  void chosenPlatformsMakeAnotherIndexAndAWarning(@TempDir Path pulled) throws Exception {
    String whole = pushIndex(SampleImages.OCI_INDEX);

    Copied copied = job().copy(image("multi", Set.of(Platform.parse("linux/arm64")), false));

    assertThat(copied.digest().text()).isNotEqualTo(whole);
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("linux/arm64 only", whole, copied.digest().text());
    assertThat(Skopeo.raw(to("multi"))).contains("arm64").doesNotContain("amd64");
    Skopeo.pull(to("multi"), pulled.toString());

    assertThat(job().copy(image("multi", Set.of(Platform.parse("linux/arm64")), false)))
        .isEqualTo(new Copied(copied.digest(), false));
  }

  @Test
  void aPlatformThatIsNotThereIsNamedWithThoseThatAre() throws Exception {
    pushIndex(SampleImages.OCI_INDEX);

    assertThatThrownBy(
            () -> job().copy(image("multi", Set.of(Platform.parse("linux/s390x")), false)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no image for linux/s390x; it has linux/amd64, linux/arm64");
  }

  @Test
  void whatRefersToAnImageGoesAlong() throws Exception {
    String digest = images.image(SampleImages.OCI, "amd64", bytes("signed"));
    images.tag("1", digest);
    String sbom = images.referrer(SBOM, digest, bytes("the parts"));
    String signature = images.referrer("application/x-signature", sbom, bytes("signed parts"));
    list(digest, sbom);
    list(sbom, signature);
    images.tag(cosign(digest, ".sig"), images.image(SampleImages.OCI, "", bytes("cosign")));

    copy("1");

    assertThat(Skopeo.raw(to(cosign(digest, "")))).contains(sbom).contains(SBOM);
    assertThat(Skopeo.raw(to(cosign(sbom, "")))).contains(signature);
    assertThat(Skopeo.raw(digestAt(sbom))).contains(digest);
    assertThat(Skopeo.raw(to(cosign(digest, ".sig"))))
        .isEqualTo(Skopeo.raw(from(cosign(digest, ".sig"))));
  }

  @Test
  void aReferrerThatCameLaterGoesAlongToo() throws Exception {
    String digest = images.image(SampleImages.OCI, "amd64", bytes("signed late"));
    images.tag("1", digest);
    copy("1");
    String sbom = images.referrer(SBOM, digest, bytes("the late parts"));
    list(digest, sbom);

    assertThat(copy("1").changed()).isFalse();

    assertThat(Skopeo.raw(to(cosign(digest, "")))).contains(sbom);
  }

  @Test
  void theApiOfReferrersIsAskedFirstAndListsAreLeftToRegistriesThatKeepThem() throws Exception {
    String digest = images.image(SampleImages.OCI, "amd64", bytes("listed"));
    images.tag("1", digest);
    String sbom = images.referrer(SBOM, digest, bytes("the listed parts"));
    byte[] list =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(SampleImages.OCI_INDEX, images.descriptor(SampleImages.OCI, sbom, ""))
            .getBytes(UTF_8);
    try (FaultyProxy modern = FaultyProxy.before(source.host());
        FaultyProxy keeping = FaultyProxy.before(destination.host())) {
      modern.on(
          "GET .*/referrers/" + digest,
          9,
          new Fault.Answer(200, Map.of("Content-Type", SampleImages.OCI_INDEX), list));
      keeping.on("PUT .*/manifests/" + sbom, 9, new Fault.AddHeader("OCI-Subject", digest));

      job()
          .copy(
              ImageCopy.whole(
                  new RepositoryName(modern.host(), repository),
                  "1",
                  new RepositoryName(keeping.host(), repository),
                  "1"));

      assertThat(Skopeo.raw(digestAt(sbom))).contains(digest);
      assertThat(keeping.seen("PUT .*/manifests/sha256-.*")).isEmpty();
    }
  }

  @Test
  void nothingIsAskedTwiceForWhatIsThere() throws Exception {
    images.tag("1", images.image(SampleImages.OCI, "amd64", bytes("unchanged")));
    copy("1");
    try (FaultyProxy left = FaultyProxy.before(source.host());
        FaultyProxy right = FaultyProxy.before(destination.host())) {
      Copied again =
          job()
              .copy(
                  new ImageCopy(
                      new RepositoryName(left.host(), repository),
                      "1",
                      new RepositoryName(right.host(), repository),
                      "1",
                      Set.of(),
                      false));

      assertThat(again.changed()).isFalse();
      assertThat(left.seen(".*")).hasSize(1);
      assertThat(right.seen(".*")).hasSize(1);
    }
  }

  @Test
  void blobsAreMountedFromANeighbourOfTheSameRegistry() throws Exception {
    images.tag("1", images.image(SampleImages.OCI, "amd64", bytes("next door")));
    RepositoryName neighbour = new RepositoryName(source.host(), repository + "/neighbour");

    job().copy(ImageCopy.whole(new RepositoryName(source.host(), repository), "1", neighbour, "1"));

    assertThat(Skopeo.raw(neighbour + ":1")).isEqualTo(Skopeo.raw(from("1")));
    assertThat(arrivals).containsOnly(Progress.Arrival.MOUNTED);
  }

  @Test
  void layersThatTwoRepositoriesShareAreSentOnce() throws Exception {
    images.tag("1", images.image(SampleImages.OCI, "amd64", bytes("shared"), bytes("too")));
    CopyJob job = job();
    job.copy(image("1", Set.of(), false));
    arrivals.clear();
    RepositoryName second = new RepositoryName(destination.host(), repository + "/second");

    job.copy(ImageCopy.whole(new RepositoryName(source.host(), repository), "1", second, "1"));

    assertThat(arrivals).hasSize(3).containsOnly(Progress.Arrival.MOUNTED);
    assertThat(Skopeo.raw(second + ":1")).isEqualTo(Skopeo.raw(from("1")));
  }

  @Test
  void whatADestinationLostIsSentAgain() throws Exception {
    String digest = images.image(SampleImages.OCI, "amd64", bytes("lost later"));
    images.tag("1", digest);
    CopyJob job = job();
    job.copy(image("1", Set.of(), false));
    destination.forget(repository);

    assertThat(job.copy(image("1", Set.of(), false)).changed()).isTrue();

    assertThat(Skopeo.raw(to("1"))).isEqualTo(Skopeo.raw(from("1")));
  }

  @Test
  void anImageThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> copy("nowhere"))
        .isInstanceOf(RegistryException.class)
        .hasMessage("there is no " + from("nowhere"));
  }

  @Test
  void aBlobThatTheSourceLostIsNamedAndNothingIsTagged() throws Exception {
    byte[] layer = bytes("lost at the source");
    images.tag("1", images.image(SampleImages.OCI, "amd64", layer));
    Files.delete(source.file(DebianRegistry.sha256(layer)));

    assertThatThrownBy(() -> copy("1"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("does not have " + DebianRegistry.sha256(layer));

    assertThatThrownBy(() -> Skopeo.raw(to("1"))).hasMessageContaining("unknown");
  }

  private String pushIndex(String type) throws Exception {
    boolean oci = type.equals(SampleImages.OCI_INDEX);
    String image = oci ? SampleImages.OCI : SampleImages.DOCKER;
    String digest =
        images.index(
            type,
            images.image(image, "amd64", bytes("for amd64 " + repository)) + " linux/amd64",
            images.image(image, "arm64", bytes("for arm64 " + repository)) + " linux/arm64");
    images.tag("multi", digest);
    return digest;
  }

  private void list(String subject, String referrer) throws Exception {
    String list =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(SampleImages.OCI_INDEX, images.descriptor(SampleImages.OCI, referrer, ""));
    images.tag(cosign(subject, ""), source.pushManifest(repository, SampleImages.OCI_INDEX, list));
  }

  private static String cosign(String digest, String suffix) {
    return digest.replace(':', '-') + suffix;
  }

  private Copied copy(String tag) throws Exception {
    return job().copy(image(tag, Set.of(), true));
  }

  private ImageCopy image(String tag, Set<Platform> platforms, boolean referrers) {
    return new ImageCopy(
        new RepositoryName(source.host(), repository),
        tag,
        new RepositoryName(destination.host(), repository),
        tag,
        platforms,
        referrers);
  }

  private CopyJob job() {
    return new Copier(registries)
        .begin(
            new Progress() {
              @Override
              public void bytes(long moved) {}

              @Override
              public void blob(Descriptor blob, Arrival how) {
                arrivals.add(how);
              }

              @Override
              public void warning(String text) {
                warnings.add(text);
              }
            });
  }

  private String from(String tag) {
    return source.host() + "/" + repository + ":" + tag;
  }

  private String to(String tag) {
    return destination.host() + "/" + repository + ":" + tag;
  }

  private String digestAt(String digest) {
    return destination.host() + "/" + repository + "@" + digest;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
