package dev.slipway.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthoritiesTest {
  @Test
  void nothingIsNoAuthority() {
    assertThat(Authorities.read(" \n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "swordfish, has no certificate",
    "-----BEGIN PRIVATE KEY-----swordfish, has a private key",
    "-----BEGIN CERTIFICATE-----swordfish-----END CERTIFICATE-----, cannot be read"
  })
  void whatIsNoneIsSaidWithoutRepeatingIt(String text, String why) {
    assertThatThrownBy(() -> Authorities.read(text))
        .hasMessageContaining(why)
        .hasMessageNotContaining("swordfish");
  }
}
