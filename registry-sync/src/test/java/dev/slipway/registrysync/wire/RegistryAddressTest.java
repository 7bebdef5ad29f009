package dev.slipway.registrysync.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.InvalidValueException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:5000", "localhost", "localhost:5000/team", "reg.localhost", "[::1]:80"})
  void thisMachineIsSpokenToWithoutTls(String address) {
    assertThat(RegistryAddress.of(address, Set.of()).plainHttp()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ghcr.io", "127.0.0.1.example.com", "localhost.example.com:5000", "10.0.0.7:5000"})
  void everybodyElseIsSpokenToWithTls(String address) {
    assertThat(RegistryAddress.of(address, Set.of("10.0.0.7:5001")).plainHttp()).isFalse();
  }

  @Test
  void theAdministratorCanListHostsWithoutTls() {
    RegistryAddress address = RegistryAddress.of("10.0.0.7:5000/team", Set.of("10.0.0.7:5000"));

    assertThat(address.resource("")).hasToString("http://10.0.0.7:5000/v2/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/team", "http://reg:5000", "a b", "user@reg", "reg:port", "reg#x"})
  void whatNamesNoHostIsRefused(String address) {
    assertThatThrownBy(() -> RegistryAddress.of(address, Set.of()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("HOST:PORT");
  }
}
