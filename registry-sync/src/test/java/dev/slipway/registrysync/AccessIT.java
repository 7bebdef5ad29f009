package dev.slipway.registrysync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.Secret;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.registry.Authorities;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.copy.Copier;
import dev.slipway.registrysync.copy.ImageCopy;
import dev.slipway.registrysync.copy.Progress;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.wire.Credentials;
import dev.slipway.registrysync.wire.DockerConfig;
import dev.slipway.registrysync.wire.EnvironmentProxies;
import dev.slipway.registrysync.wire.Logins;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.Terms;
import dev.slipway.registrysync.wire.WireSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies to and from registries that do not let everybody in, or should not be asked. */
class AccessIT {
  private static final Credentials ADA =
      new Credentials("ada", new Secret("password", "swordfish"));

  private static final String REPOSITORY = "it/access";

  @TempDir static Path folder;
  private static DebianRegistry source;

  @BeforeAll
  static void start() throws Exception {
    source = DebianRegistry.start(Files.createDirectories(folder.resolve("source")), false);
    SampleImages images = new SampleImages(source, REPOSITORY);
    images.tag(
        "1",
        images.image(
            SampleImages.OCI, "amd64", "small".getBytes(UTF_8), SampleImages.noise(18 << 20, 3)));
  }

  @AfterAll
  static void stop() throws Exception {
    source.close();
  }

  @Test
  void aPasswordAndTlsOfAnUnknownAuthorityAreNoObstacle(@TempDir Path other) throws Exception {
    TestAuthority.Served served = TestAuthority.create(other);
    try (DebianRegistry closed = DebianRegistry.startWithTls(other, served);
        Registries registries =
            new Registries(
                new WireSettings(
                    Set.of(),
                    Set.of(closed.host()),
                    null,
                    Set.of(),
                    List.of(served.certificate()),
                    null),
                host -> ada(host, closed.host()))) {
      copy(registries, source.host(), closed.host());

      assertThat(Skopeo.raw(closed.host() + "/" + REPOSITORY + ":1", "ada:swordfish"))
          .isEqualTo(Skopeo.raw(source.host() + "/" + REPOSITORY + ":1"));
    }
  }

  @Test
  void anAuthorityThatIsGivenLaterHoldsFromTheNextCopyOnAndForItsRegistryAlone(@TempDir Path other)
      throws Exception {
    TestAuthority.Served served = TestAuthority.create(other);
    Map<String, Terms.Special> said = new ConcurrentHashMap<>();
    Terms.Special nothing = new Terms.Special(false, List.of(), 0);
    try (DebianRegistry closed = DebianRegistry.startWithTls(other, served);
        DebianRegistry same = DebianRegistry.startWithTls(sub(other, "same"), served);
        Registries registries =
            new Registries(
                new WireSettings(
                    Set.of(), Set.of(closed.host(), same.host()), null, Set.of(), List.of(), null),
                host -> host.equals(source.host()) ? Optional.empty() : Optional.of(ADA),
                host -> said.getOrDefault(host, nothing))) {
      assertThatThrownBy(() -> copy(registries, source.host(), closed.host()))
          .hasMessageContaining("cannot be trusted");
      said.put(
          closed.host(),
          new Terms.Special(false, Authorities.read(Files.readString(served.certificate())), 1));
      copy(registries, source.host(), closed.host());
      assertThatThrownBy(() -> copy(registries, source.host(), same.host()))
          .hasMessageContaining("cannot be trusted");
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused(@TempDir Path other) throws Exception {
    TestAuthority.Served served = TestAuthority.create(other);
    try (DebianRegistry closed = DebianRegistry.startWithTls(other, served);
        Registries registries =
            new Registries(
                new WireSettings(Set.of(), Set.of(closed.host()), null, Set.of(), List.of(), null),
                host -> ada(host, closed.host()))) {
      assertThatThrownBy(() -> copy(registries, source.host(), closed.host()))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining(closed.host() + " cannot be trusted");
    }
  }

  @Test
  void tokensForPullingAndPushingAreFetchedOnceForEachScope(@TempDir Path other) throws Exception {
    try (DebianRegistry open = DebianRegistry.start(other, false);
        TokenGate gate = TokenGate.before(open.host(), ADA.asBasic());
        Registries registries = registries(host -> ada(host, gate.host()), null, List.of())) {
      copy(registries, source.host(), gate.host());

      assertThat(gate.asked())
          .containsExactlyInAnyOrder(
              "service=gate&scope=repository:" + REPOSITORY + ":pull",
              "service=gate&scope=repository:" + REPOSITORY + ":pull,push");
      assertThat(Skopeo.raw(open.host() + "/" + REPOSITORY + ":1"))
          .isEqualTo(Skopeo.raw(source.host() + "/" + REPOSITORY + ":1"));
    }
  }

  @Test
  void theLoginsOfDockerAndItsHelpersAreUsed(@TempDir Path other) throws Exception {
    try (DebianRegistry written = DebianRegistry.start(sub(other, "written"), true);
        DebianRegistry helped = DebianRegistry.start(sub(other, "helped"), true)) {
      Path helper =
          Files.writeString(
              sub(other, "bin").resolve("docker-credential-drawer"),
              """
              #!/bin/sh
              read server
              [ "$1" = get ] && [ "$server" = "%s" ] || { echo "credentials not found in drawer"; exit 1; }
              echo '{"Username": "ada", "Secret": "swordfish"}'
              """
                  .formatted(helped.host()));
      Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
      Path config =
          Files.writeString(
              other.resolve("config.json"),
              """
              {"auths": {"%s": {"auth": "%s"}}, "credsStore": "drawer"}\
              """
                  .formatted(
                      written.host(),
                      Base64.getEncoder().encodeToString("ada:swordfish".getBytes(UTF_8))));
      Logins logins =
          new DockerConfig(
              config, Map.of("PATH", helper.getParent() + ":" + System.getenv("PATH")));
      try (Registries registries = registries(logins, null, List.of())) {
        copy(registries, source.host(), helped.host());
        copy(registries, helped.host(), written.host());
      }
      assertThat(Skopeo.raw(written.host() + "/" + REPOSITORY + ":1", "ada:swordfish"))
          .isEqualTo(Skopeo.raw(source.host() + "/" + REPOSITORY + ":1"));
    }
  }

  @Test
  void aStrangerIsToldWhatIsMissing(@TempDir Path other) throws Exception {
    try (DebianRegistry closed = DebianRegistry.start(other, true);
        Registries registries = registries(Logins.NONE, null, List.of())) {
      assertThatThrownBy(() -> copy(registries, source.host(), closed.host()))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining(closed.host() + " does not let us in");
    }
  }

  @Test
  void aPrivateAddressIsAskedOnlyWhereThatIsAllowed(@TempDir Path other) throws Exception {
    try (DebianRegistry open = DebianRegistry.start(other, false);
        Registries strict = registries(Logins.NONE, AddressPolicy.allowing(List.of()), List.of());
        Registries allowed =
            registries(Logins.NONE, AddressPolicy.allowing(List.of("127.0.0.1")), List.of())) {
      assertThatThrownBy(() -> copy(strict, source.host(), open.host()))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("SLIPWAY_ALLOW_PRIVATE_ADDRESSES");

      copy(allowed, source.host(), open.host());
    }
  }

  @Test
  void aRegistryThatAnAdministratorNamedIsAskedWhereverItIs(@TempDir Path other) throws Exception {
    try (DebianRegistry open = DebianRegistry.start(other, false);
        Registries registries =
            new Registries(
                new WireSettings(
                    Set.of(),
                    Set.of(),
                    AddressPolicy.PUBLIC_ONLY,
                    Set.of(source.host(), open.host()),
                    List.of(),
                    null),
                Logins.NONE)) {
      copy(registries, source.host(), open.host());

      assertThat(Skopeo.raw(open.host() + "/" + REPOSITORY + ":1"))
          .isEqualTo(Skopeo.raw(source.host() + "/" + REPOSITORY + ":1"));
    }
  }

  @Test
  void whoIsRedirectedTakesNoCredentialsAlong(@TempDir Path other) throws Exception {
    try (DebianRegistry closed = DebianRegistry.start(sub(other, "closed"), true);
        DebianRegistry to = DebianRegistry.start(sub(other, "to"), false);
        FaultyProxy storage = FaultyProxy.before(source.host());
        FaultyProxy front = FaultyProxy.before(closed.host());
        Registries registries = registries(host -> ada(host, front.host()), null, List.of())) {
      try (Registries filling = registries(host -> ada(host, closed.host()), null, List.of())) {
        copy(filling, source.host(), closed.host());
      }
      for (String digest : Skopeo.digests(source.host() + "/" + REPOSITORY + ":1")) {
        String place = "http://" + storage.host() + "/v2/" + REPOSITORY + "/blobs/" + digest;
        front.on("GET .*/blobs/" + digest, 9, Fault.Answer.of(307, "Location", place));
      }

      copy(registries, front.host(), to.host());

      assertThat(front.seen("GET .*/manifests/.*"))
          .anyMatch(request -> request.head().contains("Authorization: Basic"));
      assertThat(storage.seen(".*"))
          .hasSize(3)
          .noneMatch(request -> request.head().contains("Authorization"));
      assertThat(Skopeo.raw(to.host() + "/" + REPOSITORY + ":1"))
          .isEqualTo(Skopeo.raw(source.host() + "/" + REPOSITORY + ":1"));
    }
  }

  @Test
  void aProxyIsGoneThroughWhereThereIsOne(@TempDir Path other) throws Exception {
    try (DebianRegistry to = DebianRegistry.start(other, false);
        FaultyProxy proxy = FaultyProxy.before(source.host());
        Registries registries =
            new Registries(
                new WireSettings(
                    Set.of("registry.example.com"),
                    Set.of(),
                    null,
                    Set.of(),
                    List.of(),
                    EnvironmentProxies.read(Map.of("HTTP_PROXY", "http://" + proxy.host()))),
                Logins.NONE)) {
      copy(registries, "registry.example.com", to.host());

      assertThat(proxy.seen("GET .*/blobs/.*")).hasSize(3);
    }
  }

  private static Optional<Credentials> ada(String host, String at) {
    return host.equals(at) ? Optional.of(ADA) : Optional.empty();
  }

  private static Path sub(Path folder, String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  private static Registries registries(
      Logins logins, @Nullable AddressPolicy policy, List<Path> authorities)
      throws RegistryException {
    return new Registries(
        new WireSettings(Set.of(), Set.of(), policy, Set.of(), authorities, null), logins);
  }

  private static void copy(Registries registries, String from, String to)
      throws RegistryException, InterruptedException {
    new Copier(registries)
        .begin(Progress.NONE)
        .copy(
            ImageCopy.whole(
                new RepositoryName(from, REPOSITORY),
                "1",
                new RepositoryName(to, REPOSITORY),
                "1"));
  }
}
