package dev.slipway.registrysync.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.registry.RegistryException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What docker's files and the environment say about registries. */
class LoginsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "registry.example.com, registry.example.com",
    "registry.example.com:5000, registry.example.com:5000",
    "https://registry.example.com, registry.example.com",
    "https://registry.example.com/v2/, registry.example.com",
    "https://index.docker.io/v1/, docker.io",
    "https://index.docker.io/v1/, registry-1.docker.io"
  })
  void aLoginIsFoundUnderEachOfItsNames(String written, String host) throws Exception {
    String login = Base64.getEncoder().encodeToString("ada:sword:fish".getBytes(UTF_8));
    DockerConfig config =
        config("{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(written, login));

    Credentials found = config.at(host).orElseThrow();

    assertThat(found.user()).isEqualTo("ada");
    assertThat(found.password().reveal()).isEqualTo("sword:fish");
    assertThat(found.toString()).doesNotContain("fish");
    assertThat(config.at("other.example.com")).isEmpty();
  }

  @Test
  void anIdentityTokenIsNoPassword() throws Exception {
    DockerConfig config =
        config("{\"auths\":{\"r.example.com\":{\"auth\":\"\",\"identitytoken\":\"abc\"}}}");

    assertThat(config.at("r.example.com").orElseThrow().isIdentityToken()).isTrue();
  }

  @Test
  void withoutAFileThereIsNoLogin() throws Exception {
    assertThat(new DockerConfig(folder.resolve("none"), Map.of()).at("r.example.com")).isEmpty();
  }

  @Test
  void aFileThatIsNoJsonIsNamedWithoutItsContent() throws Exception {
    DockerConfig config = config("swordfish");

    assertThatThrownBy(() -> config.at("r.example.com"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("config.json")
        .hasMessageNotContaining("swordfish");
  }

  @Test
  void aHelperIsOnlyEverAProgramsName() throws Exception {
    DockerConfig config = config("{\"credsStore\":\"../evil\"}");

    assertThatThrownBy(() -> config.at("r.example.com"))
        .isInstanceOf(RegistryException.class)
        .hasMessage("\"../evil\" is no name of a credential helper");
  }

  @ParameterizedTest
  @CsvSource({
    "https://registry.example.com/v2/, proxy.example.com:3128",
    "https://intern.example.org/v2/, direct",
    "https://a.intern.example.org/v2/, direct",
    "http://registry.example.com/v2/, direct",
    "https://127.0.0.1:5000/v2/, direct"
  })
  void proxiesAreThoseOfTheEnvironment(URI uri, String through) {
    EnvironmentProxies proxies =
        EnvironmentProxies.read(
            Map.of(
                "https_proxy", "http://proxy.example.com:3128", "NO_PROXY", "intern.example.org"));

    Proxy proxy = proxies.select(uri).getFirst();

    assertThat(
            proxy.address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "direct")
        .isEqualTo(through);
  }

  @Test
  void aProxyWithAPasswordIsRefusedWithoutRepeatingIt() {
    assertThatThrownBy(
            () -> EnvironmentProxies.read(Map.of("HTTPS_PROXY", "http://u:swordfish@p:1")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageNotContaining("swordfish");
  }

  private DockerConfig config(String json) throws Exception {
    return new DockerConfig(Files.writeString(folder.resolve("config.json"), json), Map.of());
  }
}
