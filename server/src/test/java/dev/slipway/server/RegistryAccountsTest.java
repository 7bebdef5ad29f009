package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.builder.image.RegistryCredentials;
import dev.slipway.builder.image.RegistryLogins;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryAccountsTest {
  private static final String AUTH =
      Base64.getEncoder().encodeToString("ada:sword:fish".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  @Test
  void withoutAFileNobodyIsKnown() throws StartException {
    assertThat(RegistryAccounts.read(null)).isEqualTo(RegistryLogins.NONE);
  }

  @Test
  void entriesAreReadInBothFormsAndByHostAlone() throws Exception {
    RegistryLogins logins =
        read(
            """
            {"auths": {
              "registry.test:5000": {"auth": "%s"},
              "https://registry.example/v2/": {"username": "bob", "password": "größer"},
              "https://index.docker.io/v1/": {"auth": "%s"}
            }, "HttpHeaders": {}}
            """
                .formatted(AUTH, AUTH));
    assertThat(logins.at("registry.test:5000"))
        .contains(new RegistryCredentials("ada", "sword:fish"));
    assertThat(logins.at("registry.example")).contains(new RegistryCredentials("bob", "größer"));
    assertThat(logins.at("docker.io")).isPresent().isEqualTo(logins.at("registry-1.docker.io"));
    assertThat(logins.at("registry.test")).isEmpty();
    assertThat(logins.toString()).doesNotContain("sword", "größer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          swordfish | is not JSON
          {"auths": ["swordfish"]} | is not JSON of that form
          {"credsStore": "pass"} | it has no auths
          {"auths": {"a.example": {}}} | the entry of a.example has no user and password
          {"auths": {"a.example": {"identitytoken": "swordfish"}}} | the entry of a.example
          {"auths": {"a.example": {"auth": "sword fish!"}}} | auth of a.example is not base64
          {"auths": {"a.example": {"auth": "c3dvcmRmaXNo"}}} | the entry of a.example has no user
          """)
  void whatCannotBeUsedIsNamedWithoutWhatItHolds(String text, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("config.json cannot be used")
        .hasMessageContaining(why)
        .message()
        .doesNotContain("swordfish", "sword fish");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> RegistryAccounts.read(folder.resolve("none.json")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("none.json cannot be used");
  }

  private RegistryLogins read(String text) throws Exception {
    return RegistryAccounts.read(Files.writeString(folder.resolve("config.json"), text));
  }
}
