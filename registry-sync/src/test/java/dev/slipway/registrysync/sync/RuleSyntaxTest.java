package dev.slipway.registrysync.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSyntaxTest {
  private final RuleSyntax syntax = new RuleSyntax();

  @ParameterizedTest
  @CsvSource({
    "alpine, docker.io/library/alpine",
    "acme/shop, docker.io/acme/shop",
    "127.0.0.1:5000/acme/shop, 127.0.0.1:5000/acme/shop"
  })
  void aRepositoryIsKeptWithTheHostThatIsMeant(String text, String kept) {
    assertThat(syntax.repository(text)).isEqualTo(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ghcr.io/", "ghcr.io/Acme", "ghcr.io/acme/shop:v1", "a b.com/x"})
  void whatIsNoRepositoryIsRefused(String text) {
    assertThatThrownBy(() -> syntax.repository(text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void patternsRangesPlatformsAndSchedulesAreReadAsTheyWillBe() {
    assertThat(syntax.regex("v[0-9]+")).isEqualTo("v[0-9]+");
    assertThat(syntax.semver(">=1.2 <3")).isEqualTo(">=1.2 <3");
    assertThat(syntax.platform("linux/arm/v7")).isEqualTo("linux/arm/v7");
    assertThat(syntax.cron("0 3 * * *")).isEqualTo("0 3 * * *");
    assertThat(syntax.regex("") + syntax.semver("") + syntax.cron("")).isEmpty();

    assertThatThrownBy(() -> syntax.regex("(")).hasMessageContaining("no regular expression");
    assertThatThrownBy(() -> syntax.semver("new")).hasMessageContaining("no range of versions");
    assertThatThrownBy(() -> syntax.platform("arm")).hasMessageContaining("no platform");
    assertThatThrownBy(() -> syntax.cron("daily")).hasMessageContaining("no schedule");
  }
}
