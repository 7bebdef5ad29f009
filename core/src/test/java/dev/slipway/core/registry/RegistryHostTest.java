package dev.slipway.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryHostTest {
  @ParameterizedTest
  @ValueSource(strings = {"docker.io", "index.docker.io", "registry-1.docker.io", "Docker.IO"})
  void allNamesOfDockerHubAreOne(String name) {
    assertThat(new RegistryHost(name)).hasToString("docker.io");
  }

  @Test
  void thePortBelongsToTheName() {
    assertThat(new RegistryHost("R.example:5000")).isNotEqualTo(new RegistryHost("r.example"));
    assertThat(new RegistryHost("[::1]:5000")).hasToString("[::1]:5000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://ghcr.io", "ghcr.io/acme", "ada@ghcr.io", "a b", ".."})
  void anythingElseIsRefused(String name) {
    assertThatThrownBy(() -> new RegistryHost(name))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("HOST:PORT");
  }
}
