package dev.slipway.registrysync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.copy.Copier;
import dev.slipway.registrysync.copy.ImageCopy;
import dev.slipway.registrysync.copy.Progress;
import dev.slipway.registrysync.oci.BlobUpload;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.wire.Backoff;
import dev.slipway.registrysync.wire.Logins;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.WireSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies through proxies that cut, refuse and lie. Nothing broken is ever tagged. */
class FaultsIT {
  private static final Backoff QUICK =
      new Backoff(Duration.ofMillis(2), Duration.ofMillis(20), 5, Duration.ofSeconds(1));
  private static final int LAYER = 40 << 20;
  private static final String BLOB = "GET .*/blobs/.*";
  private static final String CHUNK = "PATCH .*";

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @TempDir static Path folder;
  private static DebianRegistry source;
  private static DebianRegistry destination;
  private static byte[] large;
  private Registries registries;
  private String repository;
  private String layer = "";
  private FaultyProxy left;
  private FaultyProxy right;

  @BeforeAll
  static void start() throws Exception {
    source = DebianRegistry.start(Files.createDirectories(folder.resolve("source")), false);
    destination = DebianRegistry.start(Files.createDirectories(folder.resolve("to")), false);
    large = SampleImages.noise(LAYER, 7);
  }

  @AfterAll
  static void stop() throws Exception {
    source.close();
    destination.close();
  }

  @BeforeEach
  void open() throws Exception {
    registries =
        new Registries(WireSettings.trusting(Set.of()), Logins.NONE, InstantSource.system(), QUICK);
    repository = "it/r" + NUMBERS.incrementAndGet();
    left = FaultyProxy.before(source.host());
    right = FaultyProxy.before(destination.host());
  }

  @AfterEach
  void close() throws Exception {
    registries.close();
    left.close();
    right.close();
  }

  @Test
  void aDownloadThatIsCutGoesOnWhereItWas(@TempDir Path pulled) throws Exception {
    pushLarge();
    left.on("GET .*/blobs/" + layer, 1, new Fault.CutAnswer(25 << 20));

    copy();

    assertArrived(pulled);
    assertThat(left.seen("GET .*/blobs/" + layer))
        .extracting(request -> request.head().replaceFirst("(?s).*\r\nRange: (\\S+).*", "$1"))
        .last()
        .asString()
        .startsWith("bytes=2");
  }

  @Test
  void anUploadThatIsCutBehindAProxySendsAtMostAChunkAgain(@TempDir Path pulled) throws Exception {
    pushLarge();
    // The first chunk arrives; of the second, all but a little is lost in the proxy.
    right.on(CHUNK, 1, new Fault.AddHeader("X-Passed", "yes"));
    right.on(CHUNK, 1, new Fault.CutRequest(BlobUpload.CHUNK - 1000, false));

    copy();

    assertArrived(pulled);
    assertThat(right.sent(CHUNK)).isLessThanOrEqualTo(large.length + BlobUpload.CHUNK);
    assertThat(right.seen("POST .*/blobs/uploads/.*")).hasSize(3);
  }

  @Test
  void anUploadThatARegistryForgetsWhenItIsCutArrivesAllTheSame(@TempDir Path pulled)
      throws Exception {
    pushLarge();
    right.on(CHUNK, 1, new Fault.CutRequest(9 << 20, true));

    copy();

    assertArrived(pulled);
  }

  @ParameterizedTest
  @ValueSource(strings = {CHUNK, "PUT .*digest=.*", "PUT .*/manifests/.*", "POST .*", "HEAD .*"})
  void anAnswerThatIsLostDoesNoHarm(String request, @TempDir Path pulled) throws Exception {
    pushLarge();
    right.on(request, 1, new Fault.CutAnswer(-1));

    copy();

    assertArrived(pulled);
  }

  @ParameterizedTest
  @ValueSource(strings = {CHUNK, "PUT .*digest=.*", "PUT .*/manifests/.*", "POST .*", "HEAD .*"})
  void aServerErrorIsTriedAgain(String request, @TempDir Path pulled) throws Exception {
    pushLarge();
    right.on(request, 2, Fault.Answer.of(500));
    left.on(BLOB, 2, Fault.Answer.of(503));

    copy();

    assertArrived(pulled);
  }

  @ParameterizedTest
  @ValueSource(strings = {CHUNK, "PUT .*digest=.*", "POST .*", "HEAD .*"})
  void aServerErrorThatStaysIsReportedAndNothingIsTagged(String request) throws Exception {
    pushLarge();
    right.on(request, 1000, Fault.Answer.of(500));

    RegistryException failure = catchThrowableOfType(RegistryException.class, this::copy);

    assertThat(failure.getMessage()).containsAnyOf(right.host(), layer);
    assertThat(failure.hint()).isNotBlank();
    assertNotTagged();
  }

  @Test
  void whoIsToldToComeBackLaterDoes(@TempDir Path pulled) throws Exception {
    pushLarge();
    right.on("HEAD .*/blobs/.*", 1, Fault.Answer.of(429, "Retry-After", "1"));
    long began = System.nanoTime();

    copy();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    assertArrived(pulled);
  }

  @Test
  void whoIsToldToComeBackLaterWithinAnUploadDoes(@TempDir Path pulled) throws Exception {
    pushLarge();
    right.on(CHUNK, 1, new Fault.AddHeader("X-Passed", "yes"));
    right.on(CHUNK, 1, Fault.Answer.of(429, "Retry-After", "1"));
    long began = System.nanoTime();

    copy();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(900));
    long second = large.length - BlobUpload.CHUNK;
    assertThat(right.sent(CHUNK)).isEqualTo(large.length + second);
    assertArrived(pulled);
  }

  @Test
  void aSourceThatFallsSilentIsAskedAgainForTheRest(@TempDir Path pulled) throws Exception {
    pushLarge();
    left.on("GET .*/blobs/" + layer, 1, new Fault.StallAnswer(25 << 20));

    copy();

    assertArrived(pulled);
    assertThat(left.seen("GET .*/blobs/" + layer)).hasSize(2);
    assertThat(left.seen("GET .*/blobs/" + layer).getLast().head()).contains("Range: bytes=2");
    assertThat(right.sent(CHUNK)).isEqualTo(large.length);
  }

  @Test
  void aDestinationThatFallsSilentIsSentTheChunkAgain(@TempDir Path pulled) throws Exception {
    pushLarge();
    right.on(CHUNK, 1, new Fault.StallRequest(9 << 20));

    copy();

    assertArrived(pulled);
  }

  @Test
  void whatIsSlowIsNotBroken(@TempDir Path pulled) throws Exception {
    pushLarge();
    // Each pause is within what is waited for, all of them together are not.
    left.on("GET .*/blobs/" + layer, 1, new Fault.Slow(5 << 20, 250));

    copy();

    assertThat(left.seen("GET .*/blobs/" + layer)).hasSize(1);
    assertArrived(pulled);
  }

  @Test
  void whoIsToldToComeBackTomorrowSaysSo() throws Exception {
    pushLarge();
    left.on(BLOB, 1, Fault.Answer.of(429, "Retry-After", "86400"));

    assertThatThrownBy(this::copy)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(left.host() + " wants no requests until 20");
    assertNotTagged();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 20 << 20, LAYER - 1})
  void aWrongByteIsFoundOutAndNothingIsTagged(long at) throws Exception {
    pushLarge();
    left.on("GET .*/blobs/" + layer, 1000, new Fault.Flip(at));

    assertThatThrownBy(this::copy)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("what came for " + layer + " is something else");

    assertNotTagged();
    assertThat(destination.file(layer)).doesNotExist();
  }

  @Test
  void aWrongByteOnTheWayToTheRegistryIsFoundOutThere() throws Exception {
    pushSmall("untouched");
    right.on("GET .*/manifests/.*", 1000, new Fault.Flip(10));
    left.on("GET .*/manifests/.*", 1000, new Fault.Flip(10));

    assertThatThrownBy(this::copy)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("gave something else");
    assertNotTagged();
  }

  @Test
  void aShorterBlobIsNoticed() throws Exception {
    pushLarge();
    left.on("GET .*/blobs/" + layer, 1000, new Fault.Truncate(1000));

    assertThatThrownBy(this::copy)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("has 1000 bytes instead of " + large.length);
    assertNotTagged();
  }

  @Test
  void aRegistryThatCutsEveryTimeIsNamed() throws Exception {
    pushLarge();
    left.on("GET .*/blobs/" + layer, 1000, new Fault.CutAnswer(0));

    assertThatThrownBy(this::copy)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("breaks off after 0 of " + large.length);
    assertNotTagged();
  }

  @Test
  void aManifestThatIsStoredAsSomethingElseIsNotTagged() throws Exception {
    pushSmall("stored wrong");
    right.on(
        "PUT .*/manifests/sha256:.*",
        1000,
        new Fault.Answer(
            201, Map.of("Docker-Content-Digest", "sha256:" + "0".repeat(64)), new byte[0]));

    assertThatThrownBy(this::copy)
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("stored")
        .hasMessageContaining("sha256:" + "0".repeat(64));
    assertNotTagged();
  }

  @Test
  void theNextTryFindsWhatTheFirstOneLeft(@TempDir Path pulled) throws Exception {
    pushLarge();
    right.on("PUT .*/manifests/.*", 1000, Fault.Answer.of(403));
    assertThatThrownBy(this::copy).hasMessageContaining("does not let us in");
    assertNotTagged();
    long sent = right.sent(CHUNK);
    try (FaultyProxy again = FaultyProxy.before(destination.host())) {
      right.close();
      right = again;

      copy();

      assertThat(sent).isEqualTo(large.length);
      assertThat(again.sent(CHUNK)).isZero();
      assertArrived(pulled);
    }
  }

  private void pushLarge() throws Exception {
    layer = DebianRegistry.sha256(large);
    SampleImages images = new SampleImages(source, repository);
    images.tag("1", images.image(SampleImages.OCI, "amd64", large, repository.getBytes(UTF_8)));
    // Each test sends it anew.
    Files.deleteIfExists(destination.file(layer));
  }

  private void pushSmall(String content) throws Exception {
    layer = DebianRegistry.sha256(content.getBytes(UTF_8));
    SampleImages images = new SampleImages(source, repository);
    images.tag("1", images.image(SampleImages.OCI, "amd64", content.getBytes(UTF_8)));
  }

  private void copy() throws RegistryException, InterruptedException {
    new Copier(registries)
        .begin(Progress.NONE)
        .copy(
            ImageCopy.whole(
                new RepositoryName(left.host(), repository),
                "1",
                new RepositoryName(right.host(), repository),
                "1"));
  }

  private void assertArrived(Path pulled) throws Exception {
    String to = destination.host() + "/" + repository + ":1";
    assertThat(Skopeo.raw(to)).isEqualTo(Skopeo.raw(source.host() + "/" + repository + ":1"));
    Skopeo.pull(to, pulled.toString());
  }

  private void assertNotTagged() {
    assertThatThrownBy(() -> Skopeo.raw(destination.host() + "/" + repository + ":1"))
        .hasMessageContaining("unknown");
  }
}
