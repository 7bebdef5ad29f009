package dev.slipway.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.InvalidValueException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPathTest {
  @ParameterizedTest
  @CsvSource({
    "shop.example.com, shop.example.com, /, shop.example.com",
    "Shop.Example.COM, shop.example.com, /, shop.example.com",
    "shop.example.com/, shop.example.com, /, shop.example.com",
    "shop.example.com/api, shop.example.com, /api, shop.example.com/api",
    "shop.example.com/api/v1//, shop.example.com, /api/v1, shop.example.com/api/v1",
    "localhost/Case, localhost, /Case, localhost/Case",
    "my-shop.internal/~a, my-shop.internal, /~a, my-shop.internal/~a"
  })
  void readsWhatPeopleWrite(String written, String host, String path, String shown) {
    HostPath read = HostPath.parse(written);
    assertThat(read).isEqualTo(new HostPath(host, path));
    assertThat(read).hasToString(shown);
    assertThat(HostPath.parse(shown)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/api",
        "shop..com",
        "-shop.com",
        "shop.com:80",
        "http://shop.com",
        "shop com",
        "shop.com/a b",
        "shop.com/a//b",
        "shop.com/./a",
        "shop.com/..",
        "shop.com/a?b",
        "shop.com/%2e"
      })
  void refusesWhatIsNoHostOrPath(String written) {
    assertThatThrownBy(() -> HostPath.parse(written)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void refusesANameBeyondWhatDnsAllows() {
    assertThatThrownBy(() -> HostPath.parse("a.".repeat(127) + "com"))
        .isInstanceOf(InvalidValueException.class);
  }
}
