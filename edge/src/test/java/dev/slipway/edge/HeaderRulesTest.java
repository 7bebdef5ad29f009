package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.junit.jupiter.api.Test;

class HeaderRulesTest {
  private static final HeaderRules.Origin ORIGIN =
      new HeaderRules.Origin("192.0.2.7", "http", "Shop.localhost:8000", "id-1");

  private final MultiMap from = HttpHeaders.headers();
  private final MultiMap to = HttpHeaders.headers();

  @Test
  void saysWhereTheRequestComesFrom() {
    HeaderRules.toInstance(from, to, ORIGIN);
    assertThat(to.get("host")).isEqualTo("Shop.localhost:8000");
    assertThat(to.get("x-forwarded-for")).isEqualTo("192.0.2.7");
    assertThat(to.get("x-forwarded-proto")).isEqualTo("http");
    assertThat(to.get("x-forwarded-host")).isEqualTo("Shop.localhost:8000");
    assertThat(to.get("x-request-id")).isEqualTo("id-1");
  }

  @Test
  void appendsTheClientToTheAddressesItNamedAndReplacesWhatItClaims() {
    from.add("X-Forwarded-For", "203.0.113.1").add("X-Forwarded-For", "203.0.113.2");
    from.add("X-Forwarded-Proto", "https").add("X-Forwarded-Host", "admin.internal");
    from.add("X-Forwarded-Port", "443").add("X-Real-IP", "10.0.0.1").add("Forwarded", "for=me");
    HeaderRules.toInstance(from, to, ORIGIN);
    assertThat(to.getAll("x-forwarded-for")).containsExactly("203.0.113.1, 203.0.113.2, 192.0.2.7");
    assertThat(to.getAll("x-forwarded-proto")).containsExactly("http");
    assertThat(to.getAll("x-forwarded-host")).containsExactly("Shop.localhost:8000");
    assertThat(to.names()).doesNotContain("X-Forwarded-Port", "X-Real-IP", "Forwarded");
  }

  @Test
  void keepsFieldsOfOneConnectionFromPassing() {
    from.add("Connection", "keep-alive, X-Hop").add("Keep-Alive", "timeout=5").add("X-Hop", "1");
    from.add("TE", "trailers").add("Upgrade", "h2c").add("Transfer-Encoding", "chunked");
    from.add("Proxy-Authorization", "Basic x").add("Proxy-Connection", "close");
    from.add("Accept", "text/html").add("Cookie", "a=1").add("Cookie", "b=2");
    HeaderRules.toClient(from, to);
    assertThat(to.names()).containsOnly("Accept", "Cookie");
    assertThat(to.getAll("Cookie")).containsExactly("a=1", "b=2");
  }

  @Test
  void keepsHostAndOriginFieldsEvenWhereTheClientNamesThemInConnection() {
    from.add("Connection", "Host, X-Forwarded-For, X-Request-Id").add("Host", "x");
    HeaderRules.toInstance(from, to, ORIGIN);
    assertThat(to.get("host")).isEqualTo("Shop.localhost:8000");
    assertThat(to.get("x-forwarded-for")).isEqualTo("192.0.2.7");
    assertThat(to.get("x-request-id")).isEqualTo("id-1");
  }

  @Test
  void believesAPlainRequestIdAndReplacesAnyOther() {
    assertThat(HeaderRules.requestId("trace-1")).isEqualTo("trace-1");
    assertThat(HeaderRules.requestId(null)).matches("[0-9a-f]{32}");
    assertThat(HeaderRules.requestId("")).matches("[0-9a-f]{32}");
    assertThat(HeaderRules.requestId("<b>")).matches("[0-9a-f]{32}");
    assertThat(HeaderRules.requestId("x".repeat(129))).matches("[0-9a-f]{32}");
  }
}
