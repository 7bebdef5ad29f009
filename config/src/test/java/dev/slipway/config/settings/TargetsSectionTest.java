package dev.slipway.config.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsSectionTest {
  @TempDir Path folder;

  @Test
  void withoutAFileThereAreNone() throws Exception {
    assertThat(SettingsLoader.load(null, Map.of(), Map.of()).targets()).isEmpty();
  }

  @Test
  void targetsAreReadInTheirOrder() throws Exception {
    Map<String, TargetSettings> targets =
        targets(
            """
            targets:
              docker: {}
              staging:
                type: docker
                host: tcp://10.0.0.5:2376
                certificates: /etc/slipway/staging
                address: 10.0.0.5
                network: backend
              cluster: { type: swarm, host: "unix:///run/swarm.sock" }
            """);

    assertThat(List.copyOf(targets.keySet())).containsExactly("docker", "staging", "cluster");
    assertThat(targets.get("docker"))
        .isEqualTo(new TargetSettings(TargetSettings.Kind.DOCKER, null, null, null, null));
    assertThat(targets.get("staging"))
        .isEqualTo(
            new TargetSettings(
                TargetSettings.Kind.DOCKER,
                "tcp://10.0.0.5:2376",
                Path.of("/etc/slipway/staging"),
                "10.0.0.5",
                "backend"));
    assertThat(targets.get("cluster"))
        .isEqualTo(
            new TargetSettings(
                TargetSettings.Kind.SWARM, "unix:///run/swarm.sock", null, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "targets: []",
        "targets: { Staging: {} }",
        "targets: { staging: docker }",
        "targets: { staging: { type: kubernetes } }",
        "targets: { staging: { host: 10.0.0.5 } }",
        "targets: { staging: { host: 'http://10.0.0.5:2376' } }",
        "targets: { staging: { hots: 'tcp://10.0.0.5:2376' } }",
        "targets: { staging: { certificates: /etc/slipway } }",
        "targets: { staging: { host: 'unix:///run/x', certificates: /etc/slipway } }",
        "targets: { staging: { address: '10.0.0.5:80' } }",
        "targets: { staging: { network: 'my network' } }"
      })
  void whatCannotBeMeantIsToldWithItsPlace(String text) {
    assertThatThrownBy(() -> targets(text))
        .isInstanceOfSatisfying(
            InvalidSettingsException.class,
            e -> assertThat(e.problems()).singleElement().asString().contains("slipway.yml: "));
  }

  private Map<String, TargetSettings> targets(String text) throws Exception {
    Path file = folder.resolve("slipway.yml");
    Files.writeString(file, text);
    return SettingsLoader.load(file, Map.of(), Map.of()).targets();
  }
}
