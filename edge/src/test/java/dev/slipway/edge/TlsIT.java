package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Route;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.HostPath;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TlsIT extends RunningEdge {
  @Override
  TlsSettings tls() {
    return new TlsSettings(0, folder(), true);
  }

  /** Longer than it takes to notice and to use what was renewed. */
  @Override
  Duration headLimit() {
    return Duration.ofSeconds(30);
  }

  @Test
  void showsEachHostItsCertificateAndTellsTheInstanceOfHttps() throws Exception {
    TestCertificate shop = certificate("RSA", "shop.localhost", "www.shop.localhost");
    TestCertificate any = certificate("EC", "*.apps.localhost");
    shop.write(folder(), "shop");
    any.write(folder(), "apps");
    serve("shop.localhost", "www.shop.localhost", "one.apps.localhost");
    awaitTrue(() -> edge().tlsPort() != 0);
    assertThat(shownTo("shop.localhost")).isEqualTo(shop.certificate());
    assertThat(shownTo("www.shop.localhost")).isEqualTo(shop.certificate());
    assertThat(shownTo("one.apps.localhost")).isEqualTo(any.certificate());
    try (TlsClient client = new TlsClient(edge().tlsPort(), "shop.localhost")) {
      assertThat(client.ask("by https.")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void offersHttp2() throws Exception {
    certificate("RSA", "shop.localhost").write(folder(), "shop");
    awaitTrue(() -> edge().tlsPort() != 0);
    try (TlsClient client = new TlsClient(edge().tlsPort(), "shop.localhost", "h2", "http/1.1")) {
      assertThat(client.protocol()).isEqualTo("h2");
    }
  }

  @Test
  void servesByARenewedCertificateWithoutDroppingConnections() throws Exception {
    certificate("RSA", "shop.localhost").write(folder(), "shop");
    serve("shop.localhost");
    awaitTrue(() -> edge().tlsPort() != 0);
    try (TlsClient before = new TlsClient(edge().tlsPort(), "shop.localhost")) {
      before.ask("by https.");
      TestCertificate renewed = certificate("EC", "shop.localhost");

      renewed.write(folder(), "shop");

      awaitTrue(() -> renewed.certificate().equals(shownTo("shop.localhost")));
      assertThat(before.ask("by https.")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void letsNoPairThatCannotBeUsedTakeTheOthersDown() throws Exception {
    TestCertificate good = certificate("RSA", "good.localhost");
    TestCertificate bad = certificate("RSA", "bad.localhost");
    good.write(folder(), "good");
    Files.writeString(folder().resolve("bad.crt"), bad.chain());
    Files.writeString(folder().resolve("bad.key"), good.key());
    Files.writeString(folder().resolve("half.crt"), bad.chain());
    Files.writeString(folder().resolve("none.crt"), "no certificate");
    Files.writeString(folder().resolve("none.key"), "no key");
    certificate("RSA").write(folder(), "nameless");
    awaitTrue(() -> edge().tlsPort() != 0);
    assertThat(shownTo("good.localhost")).isEqualTo(good.certificate());
    // No pair is for this host yet; one is as soon as its key is the right one.
    Files.writeString(folder().resolve("bad.key"), bad.key());
    awaitTrue(() -> bad.certificate().equals(shownTo("bad.localhost")));
    assertThat(shownTo("good.localhost")).isEqualTo(good.certificate());
  }

  @Test
  void keepsAPairInUseThatIsReplacedByOneThatCannotBeUsed() throws Exception {
    TestCertificate good = certificate("RSA", "good.localhost");
    good.write(folder(), "good");
    awaitTrue(() -> edge().tlsPort() != 0);
    Files.writeString(folder().resolve("good.key"), "broken");
    TestCertificate other = certificate("EC", "other.localhost");
    other.write(folder(), "other");
    awaitTrue(() -> other.certificate().equals(shownTo("other.localhost")));
    assertThat(shownTo("good.localhost")).isEqualTo(good.certificate());
  }

  @Test
  void sendsPlainRequestsForAHostWithACertificateToHttps() throws Exception {
    serve("shop.localhost", "127.0.0.1");
    certificate("RSA", "shop.localhost").write(folder(), "shop");
    awaitTrue(() -> edge().tlsPort() != 0);
    try (RawClient client = raw()) {
      client.write("GET /a?b=c HTTP/1.1\r\nHost: shop.localhost:80\r\n\r\n");
      assertThat(client.readUntil("\r\n\r\n"))
          .startsWith("HTTP/1.1 308")
          .containsIgnoringCase(
              "location: https://shop.localhost:" + edge().tlsPort() + "/a?b=c\r\n");
    }
    HttpResponse<String> plain = send(request("/"));
    assertThat(plain.body()).isEqualTo("by http.");
  }

  private Path folder() {
    return directory.resolve("certificates");
  }

  private TestCertificate certificate(String algorithm, String... hosts) throws Exception {
    return TestCertificate.of(Files.createDirectories(folder().resolve("made")), algorithm, hosts);
  }

  private @Nullable Certificate shownTo(String host) {
    try (TlsClient client = new TlsClient(edge().tlsPort(), host)) {
      return client.shown();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void serve(String... hosts) throws Exception {
    int port = instance(r -> r.response().end("by " + r.getHeader("X-Forwarded-Proto") + "."));
    publish(
        Route.to(
            SHOP, Stream.of(hosts).map(HostPath::parse).toList(), EdgeLimits.USUAL, 1, at(port)));
  }
}
