package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.EdgeLimits;
import dev.slipway.core.pipeline.HostPath;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntrancesIT extends RunningEdge {
  @BeforeEach
  void publishThree() throws Exception {
    publish("site", "shop.localhost", "www.shop.localhost");
    publish("api", "shop.localhost/api", "api.localhost");
    publish("admin", "shop.localhost/api/admin");
  }

  @ParameterizedTest
  @CsvSource({
    "shop.localhost, /, site /",
    "SHOP.localhost:80, /, site /",
    "www.shop.localhost, /api, site /api",
    "shop.localhost, /apis?a=/api, site /apis?a=/api",
    "shop.localhost, /api?x=1, api /api?x=1",
    "shop.localhost, /api/users, api /api/users",
    "api.localhost, /users, api /users",
    "shop.localhost, /api/admin/, admin /api/admin/",
    "shop.localhost, /api/administrator, api /api/administrator"
  })
  void sendsARequestToTheServiceWithTheLongestPathAboveIt(String host, String target, String by)
      throws Exception {
    assertThat(ask(host, target)).contains("200 OK").endsWith(by + ".");
  }

  @Test
  void givesAnEntranceThatIsClaimedAgainToTheLastAndBackWhenThatLeavesIt() throws Exception {
    publish("admin", "shop.localhost/api/admin", "shop.localhost/api");
    assertThat(ask("shop.localhost", "/api")).endsWith("admin /api.");
    publish("admin", "shop.localhost/api/admin");
    assertThat(ask("shop.localhost", "/api")).endsWith("api /api.");
  }

  @Test
  void reachesNobodyThroughAServiceWithoutEntrances() throws Exception {
    publish("site");
    try (RawClient client = raw()) {
      client.write("GET / HTTP/1.1\r\nHost: shop.localhost\r\n\r\n");
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 404");
    }
  }

  private String ask(String host, String target) throws Exception {
    try (RawClient client = raw()) {
      client.write("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      return client.readUntil(".\n").strip();
    }
  }

  private void publish(String service, String... entrances) throws Exception {
    int port = instance(r -> r.response().end(service + " " + r.uri() + ".\n"));
    publish(
        Route.to(
            ServiceId.of(service, "test"),
            Stream.of(entrances).map(HostPath::parse).toList(),
            EdgeLimits.USUAL,
            1,
            at(port)));
  }
}
