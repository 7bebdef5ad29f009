package dev.slipway.config.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.source.Labels;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {
  @TempDir Path folder;

  @Test
  void theDefaultsNeedNothing() throws Exception {
    Settings settings = SettingsLoader.load(null, Map.of("XDG_DATA_HOME", "/data"), Map.of());
    assertThat(settings.dataDir()).isEqualTo(Path.of("/data/slipway"));
    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.edgePort()).isEqualTo(8000);
    assertThat(settings.bind()).isEqualTo("127.0.0.1");
    assertThat(settings.roles()).containsExactlyInAnyOrder(Role.values());
    assertThat(settings.redisUrl()).isNull();
    assertThat(settings.secretKeyFile()).isEqualTo(Path.of("/data/slipway/secret.key"));
    assertThat(settings.allowPrivateAddresses()).isEmpty();
    assertThat(settings.reconcile()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void flagsBeatVariablesAndVariablesBeatTheFile() throws Exception {
    Path file = file("port: 1001\nedge_port: 1002\nbuilders: 3\n");
    Settings settings =
        SettingsLoader.load(
            file,
            Map.of("SLIPWAY_EDGE_PORT", "2002", "SLIPWAY_PORT", "2001"),
            Map.of(Setting.PORT, "3001"));
    assertThat(settings.port()).isEqualTo(3001);
    assertThat(settings.edgePort()).isEqualTo(2002);
    assertThat(settings.builders()).isEqualTo(3);
  }

  @Test
  void anEdgeServesNoHttpsAndLogsByDefault() throws Exception {
    Settings settings = SettingsLoader.load(null, Map.of("XDG_DATA_HOME", "/data"), Map.of());
    assertThat(settings.edge())
        .isEqualTo(
            new EdgeChoices(
                null,
                Path.of("/data/slipway/certificates"),
                false,
                Path.of("/data/slipway/edge/access.log"),
                Duration.ofSeconds(30)));
  }

  @Test
  void anEdgeIsToldOfCertificatesLogAndPause() throws Exception {
    Path file =
        file(
            """
            edge_tls_port: 8443
            edge_certificates: /etc/certificates
            edge_https_redirect: on
            edge_access_log: off
            edge_hold: 2m
            """);
    assertThat(SettingsLoader.load(file, Map.of(), Map.of()).edge())
        .isEqualTo(
            new EdgeChoices(8443, Path.of("/etc/certificates"), true, null, Duration.ofMinutes(2)));
  }

  @Test
  void listsAreWrittenAsListsOrWithCommas() throws Exception {
    Path file = file("roles: [builder, deployer]\nallow_private_addresses: 10.0.0.0/8, git.lan\n");
    Settings settings = SettingsLoader.load(file, Map.of(), Map.of());
    assertThat(settings.roles()).containsExactlyInAnyOrder(Role.BUILDER, Role.DEPLOYER);
    assertThat(settings.allowPrivateAddresses()).containsExactly("10.0.0.0/8", "git.lan");
  }

  @Test
  void labelsAreReadAndCheckedAndTheCredentialsFileIsAPath() throws Exception {
    Map<String, String> environment =
        Map.of(
            "SLIPWAY_BUILDER_LABELS", "gpu, big-disk",
            "SLIPWAY_REGISTRY_CREDENTIALS_FILE", "/etc/slipway/../config.json");
    Settings settings = SettingsLoader.load(null, environment, Map.of());
    assertThat(settings.builderLabels()).isEqualTo(Labels.parse("big-disk,gpu"));
    assertThat(settings.registryCredentialsFile()).isEqualTo(Path.of("/etc/config.json"));
    assertThatThrownBy(
            () -> SettingsLoader.load(null, Map.of(), Map.of(Setting.BUILDER_LABELS, "GPU")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("builder_labels (from the flag --builder-labels): \"GPU\" is no label");
  }

  @Test
  void aUrlLosesItsLastSlash() throws Exception {
    Settings settings =
        SettingsLoader.load(null, Map.of("SLIPWAY_PUBLIC_URL", "https://ci.acme.dev/"), Map.of());
    assertThat(settings.publicUrl()).isEqualTo(URI.create("https://ci.acme.dev"));
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() throws Exception {
    Path file = file("prot: 1\n");
    Map<String, String> environment =
        Map.of("SLIPWAY_PORT", "tcp://10.0.0.1:80", "SLIPWAY_ROLES", "web");
    assertThatThrownBy(() -> SettingsLoader.load(file, environment, Map.of()))
        .isInstanceOfSatisfying(
            InvalidSettingsException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(3)
                    .anyMatch(p -> p.contains("did you mean `port`?"))
                    .anyMatch(p -> p.contains("SLIPWAY_PORT") && p.contains("0 to 65535"))
                    .anyMatch(p -> p.contains("\"web\" is no role")));
  }

  @ParameterizedTest
  @CsvSource({
    "PORT, 70000",
    "BUILDERS, 0",
    "PUBLIC_URL, ftp://x",
    "PUBLIC_URL, not a url",
    "REDIS_URL, http://x",
    "REGISTRY, https://registry.acme.dev",
    "ADMIN_TOKEN, short",
    "RECONCILE, 0s",
    "RECONCILE, often"
  })
  void refusesWhatDoesNotFit(Setting setting, String value) {
    assertThatThrownBy(() -> SettingsLoader.load(null, Map.of(), Map.of(setting, value)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(setting.key())
        .hasMessageContaining(setting.flag());
  }

  @Test
  void aRedisUrlIsNeverRepeatedBecauseItHoldsAPassword() {
    Map<Setting, String> flags = Map.of(Setting.REDIS_URL, "redis:hunter2secret");
    assertThatThrownBy(() -> SettingsLoader.load(null, Map.of(), flags))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageNotContaining("hunter2secret");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("none.yml");
    assertThatThrownBy(() -> SettingsLoader.load(missing, Map.of(), Map.of()))
        .hasMessageContaining("none.yml");
  }

  @Test
  void everySettingHasItsThreeNames() {
    assertThat(Setting.DATA_DIR.key()).isEqualTo("data_dir");
    assertThat(Setting.DATA_DIR.variable()).isEqualTo("SLIPWAY_DATA_DIR");
    assertThat(Setting.DATA_DIR.flag()).isEqualTo("--data-dir");
    assertThat(List.of(Setting.values())).allSatisfy(s -> assertThat(s.meaning()).isNotBlank());
  }

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("slipway.yml"), text);
  }
}
