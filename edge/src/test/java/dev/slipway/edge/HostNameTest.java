package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
  @ParameterizedTest
  @CsvSource({
    "shop.example.com, shop.example.com",
    "Shop.Example.COM:8080, shop.example.com",
    "shop.localhost., shop.localhost",
    "shop.localhost.:8000, shop.localhost",
    "[::1]:8000, [::1]",
    "[2001:DB8::1], [2001:db8::1]",
    "10.0.0.1:, 10.0.0.1",
    "my_app.localhost, my_app.localhost"
  })
  void readsTheHostWithoutPortCaseAndTrailingDot(String authority, String host) {
    assertThat(HostName.parse(authority)).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        ".",
        "a b",
        "a/b",
        "user@host",
        "[::1",
        "[]",
        "host:80x",
        "host:123456",
        "<script>",
        "a:1:2",
        "b\u00fccher.example"
      })
  void refusesWhatCannotBeAHost(String authority) {
    assertThat(HostName.parse(authority)).isNull();
  }

  @Test
  void refusesANameLongerThanTheDomainNameSystemAllows() {
    assertThat(HostName.parse("a".repeat(256))).isNull();
  }
}
