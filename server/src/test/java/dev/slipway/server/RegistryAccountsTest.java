package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.registry.ConfiguredLogins.ConfiguredLogin;
import dev.slipway.core.registry.RegistryHost;
import dev.slipway.registrysync.wire.Credentials;
import dev.slipway.registrysync.wire.DockerConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryAccountsTest {
  private static final String AUTH =
      Base64.getEncoder().encodeToString("ada:sword:fish".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  @Test
  void withoutAFileThereIsNone() throws StartException {
    assertThat(RegistryAccounts.open(null, Map.of())).isNull();
  }

  @Test
  void entriesAreReadInBothFormsAndByHostAlone() throws Exception {
    DockerConfig logins =
        open(
            """
            {"auths": {
              "registry.test:5000": {"auth": "%s"},
              "https://registry.example/v1/": {"username": "bob", "password": "größer"},
              "https://index.docker.io/v1/": {"auth": "%s"}
            }, "credHelpers": {"Ghcr.io": "drawer"}, "HttpHeaders": {}}
            """
                .formatted(AUTH, AUTH));
    Credentials ada = logins.at("registry.test:5000").orElseThrow();
    assertThat(ada.user()).isEqualTo("ada");
    assertThat(ada.password().reveal()).isEqualTo("sword:fish");
    assertThat(logins.at("registry.example").orElseThrow().password().reveal()).isEqualTo("größer");
    assertThat(logins.at("docker.io")).isPresent();
    assertThat(logins.at("registry-1.docker.io")).isPresent();
    assertThat(logins.at("registry.test")).isEmpty();
    assertThat(logins.all())
        .containsExactly(
            new ConfiguredLogin(new RegistryHost("docker.io"), "ada", ""),
            new ConfiguredLogin(new RegistryHost("ghcr.io"), "", "drawer"),
            new ConfiguredLogin(new RegistryHost("registry.example"), "bob", ""),
            new ConfiguredLogin(new RegistryHost("registry.test:5000"), "ada", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          swordfish | is not JSON
          {"auths": ["swordfish"]} | is not JSON of that form
          {"auths": {}} | it has no auths
          {"auths": {"a.example": {}}} | the entry of a.example has no user and password
          {"auths": {"a.example": {"auth": "sword fish!"}}} | auth of a.example is not base64
          {"auths": {"a.example": {"auth": "c3dvcmRmaXNo"}}} | the entry of a.example has no user
          {"credsStore": "/bin/sh"} | is no name of a credential helper
          {"credHelpers": {"a.example": "x; reboot"}} | is no name of a credential helper
          """)
  void whatCannotBeUsedIsNamedWithoutWhatItHolds(String text, String why) {
    assertThatThrownBy(() -> open(text))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(why)
        .message()
        .doesNotContain("swordfish", "sword fish");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> RegistryAccounts.open(folder.resolve("none.json"), Map.of()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("none.json cannot be used");
  }

  private DockerConfig open(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("config.json"), text);
    DockerConfig config = RegistryAccounts.open(file, Map.of());
    assertThat(config).isNotNull();
    return config;
  }
}
