package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.Secret;
import dev.slipway.core.registry.InMemoryKnownRegistries;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.RegistryHost;
import dev.slipway.core.registry.RegistryLogin;
import dev.slipway.registrysync.wire.Credentials;
import dev.slipway.registrysync.wire.DockerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryAccessTest {
  private static final String FILE =
      """
      {"auths": {"https://index.docker.io/v1/": {"username": "file", "password": "carp"}},
       "credHelpers": {"helped.example": "that-is-not-there"}}
      """;

  @TempDir Path folder;
  private final InMemoryKnownRegistries known = new InMemoryKnownRegistries();
  private final TestClock clock = new TestClock();
  private RegistryAccess access;

  @BeforeEach
  void open() throws Exception {
    Path file = Files.writeString(folder.resolve("config.json"), FILE);
    access = new RegistryAccess(known, new DockerConfig(file, Map.of("PATH", "")), clock);
  }

  @Test
  void oneThatIsKeptComesBeforeThatOfTheFileByWhateverName() throws Exception {
    assertThat(user("registry-1.docker.io")).isEqualTo("file");
    access.records().put(registry("docker.io", "kept", 1));
    assertThat(user("index.docker.io")).isEqualTo("kept");
    assertThat(access.forBuilds().at("docker.io").orElseThrow().username()).isEqualTo("kept");
    assertThat(access.forPulling().of("busybox")).isNotNull();
    assertThat(access.forPulling().of("ghcr.io/acme/shop")).isNull();
    access.records().put(new KnownRegistry(new RegistryHost("docker.io"), null, "", false, at(2)));
    assertThat(user("docker.io")).isEqualTo("file");
    assertThat(access.forBuilds().hosts()).containsExactly("docker.io", "helped.example");
  }

  @Test
  void whatThisProcessChangesHoldsAtOnceAndWhatOthersChangeAfterASecond() throws Exception {
    access.records().put(registry("ghcr.io", "ada", 1));
    assertThat(user("ghcr.io")).isEqualTo("ada");
    long before = access.of("ghcr.io").revision();
    known.put(registry("ghcr.io", "bob", 2));
    assertThat(user("ghcr.io")).isEqualTo("ada");
    clock.now = clock.now.plusSeconds(1);
    assertThat(user("ghcr.io")).isEqualTo("bob");
    assertThat(access.of("ghcr.io").revision()).isNotEqualTo(before);
    assertThat(access.records().remove(new RegistryHost("ghcr.io"))).isTrue();
    assertThat(access.at("ghcr.io")).isEmpty();
  }

  @Test
  void aHelperThatFailsEndsACopyAndLetsABuildGoOnWithoutALogin() {
    assertThatThrownBy(() -> access.at("helped.example"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("docker-credential-that-is-not-there");
    assertThat(access.forBuilds().at("helped.example")).isEmpty();
  }

  @Test
  void whatIsNoRegistryHasNoLogin() throws Exception {
    assertThat(access.at("no host")).isEmpty();
    assertThat(access.of("no host").plainHttp()).isFalse();
  }

  private String user(String host) throws RegistryException {
    return access.at(host).map(Credentials::user).orElse("");
  }

  private static KnownRegistry registry(String host, String user, int second) {
    RegistryLogin login = new RegistryLogin(user, new Secret("password", "swordfish"));
    return new KnownRegistry(new RegistryHost(host), login, "", false, at(second));
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }

  /** Stands still until it is set. */
  private static final class TestClock extends Clock {
    private Instant now = Instant.parse("2026-03-14T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
