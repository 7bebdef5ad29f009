package dev.slipway.registrysync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.wire.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryClientIT {
  private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
  private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String NOWHERE = "sha256:" + "0".repeat(63) + "1";
  private static final String REPOSITORY = "team/acme/shop";
  private static final Credentials ADA =
      new Credentials("ada", new Secret("password", "swordfish"));

  @TempDir static Path folder;
  private static DebianRegistry registry;
  private RegistryClient client;

  @BeforeAll
  static void startRegistry() throws Exception {
    registry = DebianRegistry.start(folder, false);
  }

  @AfterAll
  static void stopRegistry() throws Exception {
    registry.close();
  }

  @BeforeEach
  void connect() {
    client = new RegistryClient(registry.host() + "/team", null, Set.of());
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void aRegistryThatAnswersIsThere() {
    assertThatCode(client::ping).doesNotThrowAnyException();
  }

  @Test
  void aRegistryThatIsAwaySaysSoAndWhatToDo() throws IOException {
    String nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = "127.0.0.1:" + socket.getLocalPort();
    }
    try (RegistryClient away = new RegistryClient(nobody, null, Set.of())) {
      RegistryException failure = catchThrowableOfType(RegistryException.class, away::ping);

      assertThat(failure).hasMessageContaining(nobody).hasMessageContaining("cannot be reached");
      assertThat(failure.hint()).contains("SLIPWAY_REGISTRY");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.config.v1+json,"
        + " application/vnd.oci.image.layer.v1.tar+gzip",
    "application/vnd.docker.distribution.manifest.v2+json,"
        + " application/vnd.docker.container.image.v1+json,"
        + " application/vnd.docker.image.rootfs.diff.tar.gzip"
  })
  void aCompleteImageIsFine(String type, String config, String layer) throws Exception {
    String digest =
        registry.pushManifest(
            REPOSITORY, type, manifest(type, config, layer, "config " + type, "one", "two"));

    assertThatCode(() -> client.verify(image(digest))).doesNotThrowAnyException();
  }

  @Test
  void anIndexIsFineWhenEachOfItsImagesIs() throws Exception {
    String first = push("amd64", "layer of amd64");
    String second = push("arm64", "layer of arm64");
    String index = registry.pushManifest(REPOSITORY, OCI_INDEX, index(first, second));
    client.verify(image(index));

    Files.delete(registry.file(digest("layer of arm64")));

    assertThatThrownBy(() -> client.verify(image(index)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(index)
        .hasMessageContaining(second)
        .hasMessageContaining(digest("layer of arm64") + " is missing");
  }

  @Test
  void everyMissingBlobIsNamed() throws Exception {
    String digest = push("config", "lost one", "kept one", "lost two");
    Files.delete(registry.file(digest("lost one")));
    Files.delete(registry.file(digest("lost two")));

    RegistryException failure =
        catchThrowableOfType(RegistryException.class, () -> client.verify(image(digest)));

    assertThat(failure)
        .hasMessageContaining("2 of 4 blobs of " + image(digest))
        .hasMessageContaining(digest("lost one") + " is missing")
        .hasMessageContaining(digest("lost two") + " is missing");
    assertThat(failure.hint()).contains("push it again");
  }

  @Test
  void aBlobThatWasCutShortIsNoticed() throws Exception {
    String digest = push("config of the cut one", "a layer that will be cut");
    Files.writeString(registry.file(digest("a layer that will be cut")), "a layer");

    assertThatThrownBy(() -> client.verify(image(digest)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("has 7 bytes instead of 24");
  }

  @Test
  void aMissingManifestIsNamed() {
    assertThatThrownBy(() -> client.verify(image(NOWHERE)))
        .isInstanceOf(RegistryException.class)
        .hasMessage("the registry does not have " + image(NOWHERE));
  }

  @Test
  void aManifestThatChangedOnTheRegistrysDiskIsRefused() throws Exception {
    String digest = push("config of the changed one", "layer of the changed one");
    Path file = registry.file(digest);
    Files.writeString(file, Files.readString(file) + "\n");

    assertThatThrownBy(() -> client.verify(image(digest)))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(digest);
  }

  @Test
  void aProxyThatChangesTheManifestOnItsWayIsFoundOut() throws Exception {
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] other = "{\"schemaVersion\":2}".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, other.length);
            exchange.getResponseBody().write(other);
          }
        });
    proxy.start();
    String host = "127.0.0.1:" + proxy.getAddress().getPort();
    try (RegistryClient behind = new RegistryClient(host, null, Set.of())) {
      assertThatThrownBy(() -> behind.verify(new ImageReference(host + "/acme/shop", NOWHERE)))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("something else")
          .hasMessageContaining(digest("{\"schemaVersion\":2}"));
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void anImageOfAnotherRegistryIsNotAskedForHere() {
    assertThatThrownBy(
            () -> client.verify(new ImageReference("registry.example.com/acme/shop", NOWHERE)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("registry.example.com");
  }

  @Test
  void aRegistryWithPasswordsLetsInWhoHasOne(@TempDir Path other) throws Exception {
    try (DebianRegistry closed = DebianRegistry.start(other, true);
        RegistryClient stranger = new RegistryClient(closed.host(), null, Set.of());
        RegistryClient ada = new RegistryClient(closed.host(), ADA, Set.of())) {
      ada.ping();

      RegistryException failure = catchThrowableOfType(RegistryException.class, stranger::ping);
      assertThat(failure).hasMessageContaining("does not let us in");
      assertThat(failure.hint()).contains("password");
    }
  }

  @Test
  void aTokenIsFetchedOnceForEachRepository() throws Exception {
    String digest = push("config for the gate", "layer for the gate");
    try (TokenGate gate = TokenGate.before(registry.host(), ADA.asBasic());
        RegistryClient ada = new RegistryClient(gate.host(), ADA, Set.of())) {
      ada.ping();
      ada.verify(new ImageReference(gate.host() + "/" + REPOSITORY, digest));
      ada.verify(new ImageReference(gate.host() + "/" + REPOSITORY, digest));

      assertThat(gate.asked())
          .containsExactly("service=gate", "service=gate&scope=repository:" + REPOSITORY + ":pull");
    }
  }

  @Test
  void aTokenServerThatRefusesIsNamed() throws Exception {
    try (TokenGate gate = TokenGate.before(registry.host(), "Basic b3RoZXI6cGVyc29u");
        RegistryClient ada = new RegistryClient(gate.host(), ADA, Set.of())) {
      assertThatThrownBy(ada::ping)
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("token server")
          .hasMessageNotContaining("swordfish");
    }
  }

  private static ImageReference image(String digest) {
    return new ImageReference(registry.host() + "/" + REPOSITORY, digest);
  }

  private static String digest(String content) {
    return DebianRegistry.sha256(content.getBytes(UTF_8));
  }

  private static String push(String config, String... layers) throws Exception {
    String json =
        manifest(
            OCI,
            "application/vnd.oci.image.config.v1+json",
            "application/vnd.oci.image.layer.v1.tar",
            config,
            layers);
    return registry.pushManifest(REPOSITORY, OCI, json);
  }

  private static String manifest(
      String type, String configType, String layerType, String config, String... layers)
      throws Exception {
    StringBuilder parts = new StringBuilder();
    for (String layer : layers) {
      parts.append(parts.isEmpty() ? "" : ",").append(descriptor(layerType, layer));
    }
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
        .formatted(type, descriptor(configType, config), parts);
  }

  private static String descriptor(String type, String content) throws Exception {
    byte[] bytes = content.getBytes(UTF_8);
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, registry.push(REPOSITORY, bytes), bytes.length);
  }

  private static String index(String... manifests) throws IOException {
    List<String> parts =
        Arrays.stream(manifests)
            .map(digest ->
                "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                    .formatted(OCI, digest, registry.file(digest).toFile().length()))
            .toList();
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
        .formatted(OCI_INDEX, String.join(",", parts));
  }
}
