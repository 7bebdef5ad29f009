package dev.slipway.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.InvalidValueException;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @Test
  void aPasswordMatchesItsHashHoweverItWasTyped() {
    String hash = passwords.hash("ada", "cafe\u0301 of four words ");
    assertThat(passwords.matches("caf\u00e9 of four words", hash)).isTrue();
    assertThat(passwords.matches("cafe of four words", hash)).isFalse();
    assertThat(passwords.hash("ada", "caf\u00e9 of four words")).isNotEqualTo(hash);
  }

  @Test
  void nothingMatchesWhereThereIsNoPassword() {
    assertThat(passwords.matches("nobody has this password", null)).isFalse();
    assertThat(passwords.matches("", null)).isFalse();
  }

  @Test
  void whatIsShortOrLongOrEasyIsRefusedWithoutRepeatingIt() {
    for (String wrong :
        new String[] {"eleven char", "x".repeat(300), "aaaaaaaaaaaaaa", "adaadaadaadaada"}) {
      assertThatExceptionOfType(InvalidValueException.class)
          .isThrownBy(() -> passwords.hash("ada", wrong))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(wrong));
    }
  }
}
