package dev.slipway.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cli.exit.CommandFailed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
  @Test
  void buildsAreNamedByWordNumberOrId() {
    assertThat(BuildName.parse("latest")).isEqualTo(new BuildName.Latest());
    assertThat(BuildName.parse("shop#12")).isEqualTo(new BuildName.ByNumber("shop", 12));
    assertThat(BuildName.parse("acme/shop#3")).isEqualTo(new BuildName.ByNumber("acme/shop", 3));
    assertThat(BuildName.parse("bld_01k")).isEqualTo(new BuildName.ById("bld_01k"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shop#", "#12", "shop#x", "shop#0", "shop#-1", "shop#99999999999999999999"})
  void whatLooksLikeANumberMustBeOne(String text) {
    assertThatThrownBy(() -> BuildName.parse(text))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining(text);
  }

  @Test
  void releasesAreNumbersWithOrWithoutTheLetter() {
    assertThat(ReleaseNumber.parse("v3")).isEqualTo(3);
    assertThat(ReleaseNumber.parse("42")).isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v", "0", "v0", "-1", "three", "3.1", "99999999999"})
  void nothingElseIsARelease(String text) {
    assertThatThrownBy(() -> ReleaseNumber.parse(text)).isInstanceOf(CommandFailed.class);
  }

  @Test
  void aPartOfAPathStaysOnePart() {
    assertThat(Api.path("builds", "a/b c?", "log")).isEqualTo("builds/a%2Fb%20c%3F/log");
  }
}
