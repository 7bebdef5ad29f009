package dev.slipway.webhook.forge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.core.Secret;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.InMemoryAccounts;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.webhook.dialect.Dialects;
import dev.slipway.webhook.dialect.ReceivedRequest;
import dev.slipway.webhook.forge.testing.FakeForge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is installed at a forge and what its dialect believes must fit together. */
class DeliveryProofTest {
  private static final RepositoryName SHOP = new RepositoryName("acme/shop");

  private final BlockingQueue<ReceivedRequest> received = new LinkedBlockingQueue<>();
  private final ForgeApis apis =
      new ForgeApis(AddressPolicy.allowing(List.of("127.0.0.1")), ForgeApiContract.clock());
  private HttpServer slipway;

  @BeforeEach
  void start() throws IOException {
    slipway = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    slipway.createContext("/", this::receive);
    slipway.start();
  }

  @AfterEach
  void stop() {
    slipway.stop(0);
    apis.close();
  }

  private void receive(HttpExchange exchange) throws IOException {
    SortedMap<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String slug = exchange.getRequestURI().getPath().split("/", -1)[2];
    Forge forge = Forge.of(slug.replace('-', '_'));
    byte[] body = exchange.getRequestBody().readAllBytes();
    received.add(new ReceivedRequest(forge, null, headers, new Delivery.Body(body)));
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GITHUB, true",
    "GITLAB, true",
    "GITLAB, false",
    "BITBUCKET, true",
    "BITBUCKET_SERVER, true",
    "GITEA, true",
    "FORGEJO, true",
    "GITEE, true"
  })
  void aDeliveryOfTheInstalledWebhookProvesItself(Forge kind, boolean signs) throws Exception {
    URI url = URI.create("http://127.0.0.1:" + slipway.getAddress().getPort());
    InMemoryRepositories repositories = new InMemoryRepositories();
    ForgeOnboarding onboarding =
        new ForgeOnboarding(
            new InMemoryAccounts(), repositories, apis, url, ForgeApiContract.clock());
    try (FakeForge forge = FakeForge.start(kind)) {
      forge.addRepository("acme/shop", true, true);
      forge.signs(signs);
      Account account =
          onboarding.connect(kind, forge.pages(), new Secret("token", FakeForge.TOKEN));
      Repository shop = onboarding.enable(account.id(), SHOP).repository();

      int status = forge.deliver("acme/shop", "push", "{\"ref\":\"refs/heads/main\"}");

      ReceivedRequest request = received.take();
      assertThat(status).isEqualTo(202);
      assertThat(Dialects.of(kind).proof(request, List.of(shop.webhookSecret()), Instant.now()))
          .isPresent();
      assertThat(
              Dialects.of(kind)
                  .proof(request, List.of(new Secret("other", "guessed")), Instant.now()))
          .isEmpty();
      assertThat(Dialects.of(kind).deliveryId(request)).isNotEmpty();
      assertThat(forge.faults()).isEmpty();
    }
  }
}
