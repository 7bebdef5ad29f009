package dev.slipway.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.Page;
import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.InMemoryBuildStore;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import dev.slipway.webhook.dialect.HmacProof;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks as senders meet them: over HTTP. */
class WebhookEndpointIT {
  private static final String SHA = "6f1c0a9d2e4b8c7d5a3f1e0b9c8d7a6f5e4d3c2b";
  private static final String OTHER = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678";
  private static final Secret SECRET = new Secret("webhook_secret", "the secret of this webhook");
  private static final Secret OLD = new Secret("webhook_secret", "the secret before that one");
  private static final Secret WRONG = new Secret("webhook_secret", "a secret of somebody else");

  private final Clock clock = Clock.systemUTC();
  private final InMemoryRepositories repositories = new InMemoryRepositories();
  private final InMemoryBuildStore store =
      new InMemoryBuildStore(clock, _ -> new DeploymentId("unused"));
  private final TroubledDeliveries deliveries = new TroubledDeliveries(store.deliveries());
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir Path spool;
  private Vertx vertx;
  private RememberedRepositories remembered;
  private WebhookEndpoint endpoint;
  private int port;

  @BeforeEach
  void listen() throws Exception {
    vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    remembered = RememberedRepositories.of(repositories, store.events());
    endpoint = WebhookEndpoint.open(remembered, deliveries, spool, clock);
    endpoint.mount(router);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    port = server.actualPort();
    add(Forge.GITHUB, "acme/shop", true);
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
    endpoint.close();
    remembered.close();
  }

  @Test
  void aPushIsAnsweredWithItsDecisionAndItsBuild() throws Exception {
    HttpResponse<String> answer = deliver("/webhooks/github", push(SHA), "one", SECRET);
    assertThat(answer.statusCode()).isEqualTo(202);
    JsonNode accepted = json(answer);
    assertThat(accepted.get("duplicate").asBoolean()).isFalse();
    JsonNode change = accepted.get("changes").get(0);
    assertThat(change.get("kind").asText()).isEqualTo("push");
    assertThat(change.get("ref").asText()).isEqualTo("refs/heads/main");
    assertThat(change.get("sha").asText()).isEqualTo(SHA);
    assertThat(change.get("decision").asText()).isEqualTo("build");
    assertThat(change.get("rule").asText()).isEqualTo("none");
    assertThat(change.get("build_id").asText()).isEqualTo(builds().getFirst());
  }

  @Test
  void theSameDeliveryGetsTheFirstAnswerAgain() throws Exception {
    JsonNode first = json(deliver("/webhooks/github/repo_1", push(SHA), "one", SECRET));
    JsonNode second = json(deliver("/webhooks/github", push(SHA), "one", SECRET));
    assertThat(second.get("duplicate").asBoolean()).isTrue();
    assertThat(second.get("delivery_id")).isEqualTo(first.get("delivery_id"));
    assertThat(second.get("changes")).isEqualTo(first.get("changes"));
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aWrongProofAndAnUnknownRepositoryAreAnsweredAlike() throws Exception {
    HttpResponse<String> wrong = deliver("/webhooks/github", push(SHA), "one", WRONG);
    assertProblem(wrong, 401, "/problems/not-authentic");
    assertThat(deliver("/webhooks/github", push(SHA).replace("shop", "none"), "one", SECRET).body())
        .isEqualTo(wrong.body());
    assertThat(deliver("/webhooks/github/repo_9", push(SHA), "one", SECRET).body())
        .isEqualTo(wrong.body());
    // A hook of GitHub's does not open the door of plain git servers.
    assertThat(deliver("/webhooks/git/repo_1", push(SHA), "one", SECRET).body())
        .isEqualTo(wrong.body());
    assertThat(builds()).isEmpty();
    assertThat(deliveries.list(null, new Page.Request(10, null)).items()).isEmpty();
  }

  @Test
  void aConnectionTestThatNobodySignsIsAnsweredKindlyAndForgotten() throws Exception {
    HttpRequest test =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/webhooks/bitbucket-server"))
            .header("Content-Type", "application/json")
            .header("X-Event-Key", "diagnostics:ping")
            .POST(BodyPublishers.ofString("{\"test\": true}"))
            .build();
    HttpResponse<String> answer = client.send(test, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(json(answer).get("delivery_id").isNull()).isTrue();
    assertThat(json(answer).get("changes")).isEmpty();
    assertThat(deliveries.list(null, new Page.Request(10, null)).items()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsToldApartFromWhatIsNotBelieved() throws Exception {
    assertProblem(
        deliver("/webhooks/github/repo_1", "{\"ref\":", "one", SECRET),
        400,
        "/problems/unreadable");
    assertProblem(
        deliver("/webhooks/github/repo_1", "[1]", "two", SECRET), 400, "/problems/unreadable");
    HttpResponse<String> oddRef =
        deliver("/webhooks/github/repo_1", push(SHA).replace("refs/heads/main", ""), "3", SECRET);
    assertProblem(oddRef, 400, "/problems/unreadable");
    assertThat(json(oddRef).get("detail").asText()).contains("ref");
  }

  @Test
  void formsCarryTheSamePayload() throws Exception {
    String form = "payload=" + URLEncoder.encode(push(SHA), UTF_8);
    HttpResponse<String> answer =
        send("/webhooks/github", form, "one", SECRET, "application/x-www-form-urlencoded");
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(builds()).hasSize(1);
    assertProblem(
        send("/webhooks/github/repo_1", "x=1", "two", SECRET, "application/x-www-form-urlencoded"),
        400,
        "/problems/unreadable");
  }

  @Test
  void theSecretBeforeTheRotationIsStillAccepted() throws Exception {
    assertThat(deliver("/webhooks/github", push(SHA), "one", OLD).statusCode()).isEqualTo(202);
  }

  @Test
  void headsThatMoveMeanwhileAreDecidedOnAgain() throws Exception {
    deliveries.moveHeads(3);
    HttpResponse<String> answer = deliver("/webhooks/github", push(SHA), "one", SECRET);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(builds()).hasSize(1);
  }

  @Test
  void whatAStoreThatIsAwayDidNotTakeIsKeptOnDiskAndDecidedLater() throws Exception {
    deliver("/webhooks/github/repo_1", push(OTHER), "zero", SECRET);
    deliveries.away(true);
    HttpResponse<String> answer = deliver("/webhooks/github/repo_1", push(SHA), "one", SECRET);
    assertThat(answer.statusCode()).isEqualTo(202);
    JsonNode kept = json(answer);
    assertThat(kept.get("duplicate").asBoolean()).isFalse();
    assertThat(kept.get("changes")).isEmpty();
    assertThat(kept.get("reason").asText()).contains("disk");
    JsonNode again = json(deliver("/webhooks/github/repo_1", push(SHA), "one", SECRET));
    assertThat(again.get("duplicate").asBoolean()).isTrue();
    assertThat(again.get("delivery_id")).isEqualTo(kept.get("delivery_id"));
    deliveries.away(false);
    DeliveryId id = new DeliveryId(kept.get("delivery_id").asText());
    Eventually.holds(() -> assertThat(deliveries.find(id)).isPresent());
    assertThat(builds()).hasSize(2);
  }

  @Test
  void whatCanBeKeptNowhereCanBeDeliveredAgain() throws Exception {
    deliveries.away(true);
    Path elsewhere = spool.resolveSibling("elsewhere");
    Files.move(spool, elsewhere);
    HttpResponse<String> refused = deliver("/webhooks/github", push(SHA), "one", SECRET);
    Files.move(elsewhere, spool);
    assertProblem(refused, 503, "/problems/not-stored");
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    assertThat(refused.body()).doesNotContain("127.0.0.1").doesNotContain(spool.toString());
    deliveries.away(false);
    JsonNode accepted = json(deliver("/webhooks/github", push(SHA), "one", SECRET));
    assertThat(accepted.get("duplicate").asBoolean()).isFalse();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void noCredentialIsKeptInTheStoreOrOnDisk() throws Exception {
    String signature = HmacProof.sign(push(SHA).getBytes(UTF_8), SECRET);
    deliver("/webhooks/github", push(SHA), "one", SECRET);
    Delivery stored = deliveries.list(null, new Page.Request(1, null)).items().getFirst();
    assertThat(stored.headers())
        .doesNotContainKey("x-hub-signature-256")
        .containsEntry("x-github-event", "push");
    assertThat(stored.headers().values()).noneMatch(value -> value.contains(signature));
    deliveries.away(true);
    deliver("/webhooks/github", push(SHA), "two", SECRET);
    try (Stream<Path> files = Files.list(spool)) {
      List<Path> kept = files.toList();
      assertThat(kept).hasSize(1);
      assertThat(Files.readString(kept.getFirst()))
          .contains("x-github-event")
          .doesNotContain(signature)
          .doesNotContain(SECRET.reveal());
    }
  }

  @Test
  void tooManyWrongProofsFromOneAddressAreNotLookedAt() throws Exception {
    for (int i = 0; i < BadProofs.AT_ONCE; i++) {
      assertThat(deliver("/webhooks/github", push(SHA), "w" + i, WRONG).statusCode())
          .isEqualTo(401);
    }
    HttpResponse<String> refused = deliver("/webhooks/github", push(SHA), "one", WRONG);
    assertProblem(refused, 429, "/problems/too-many-bad-proofs");
    assertThat(refused.headers().firstValue("retry-after")).hasValue("2");
    Eventually.holds(() ->
        assertThat(deliver("/webhooks/github", push(SHA), "one", SECRET).statusCode())
            .isEqualTo(202));
    // Known from this address by now, and no longer kept waiting by what others do.
    for (int i = 0; i < BadProofs.AT_ONCE; i++) {
      deliver("/webhooks/github/repo_9", push(SHA), "w" + i, WRONG);
    }
    assertThat(deliver("/webhooks/github/repo_9", push(SHA), "w", WRONG).statusCode())
        .isEqualTo(429);
    assertThat(deliver("/webhooks/github", push(SHA), "two", SECRET).statusCode()).isEqualTo(202);
  }

  @Test
  void aSenderThatIsTooSlowIsCutOff() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /webhooks/github HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
              .getBytes(US_ASCII));
      out.flush();
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 408").contains("/problems/too-slow");
    }
  }

  @Test
  void aSecretThatWasRotatedJustNowIsKnown() throws Exception {
    Repository shop = repositories.all().getFirst();
    repositories.replace(withSecret(shop, WRONG));
    assertThat(deliver("/webhooks/github", push(SHA), "one", WRONG).statusCode()).isEqualTo(202);
    assertThat(deliver("/webhooks/github/repo_1", push(SHA), "two", WRONG).statusCode())
        .isEqualTo(202);
  }

  @Test
  void everyForgeIsListenedTo() throws Exception {
    for (Forge forge : Forge.values()) {
      HttpResponse<String> answer =
          deliver("/webhooks/" + forge.slug() + "/repo_9", push(SHA), "one", SECRET);
      assertThat(answer.statusCode()).as(forge.slug()).isEqualTo(401);
    }
  }

  @Test
  void aBurstOnOneBranchIsDecidedInTurnAndEveryoneIsAnswered() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      HttpRequest request =
          request(
              "/webhooks/github",
              push("%040x".formatted(i + 1)),
              "burst-" + i,
              SECRET,
              "application/json");
      answers.add(client.sendAsync(request, BodyHandlers.ofString()));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(202);
    }
    assertThat(store.builds().list(Builds.Filter.ANY, new Page.Request(200, null)).items())
        .hasSize(50)
        .filteredOn(build -> build.state().status() == BuildState.Status.QUEUED)
        .hasSize(1);
  }

  @Test
  void aDisabledRepositorysPushIsAuthenticAndIgnored() throws Exception {
    add(Forge.GITHUB, "acme/off", false);
    HttpResponse<String> answer =
        deliver("/webhooks/github", push(SHA).replace("acme/shop", "acme/off"), "one", SECRET);
    assertThat(answer.statusCode()).isEqualTo(202);
    JsonNode change = json(answer).get("changes").get(0);
    assertThat(change.get("decision").asText()).isEqualTo("ignore");
    assertThat(change.get("rule").asText()).isEqualTo("disabled");
    assertThat(change.get("build_id").isNull()).isTrue();
    assertThat(builds()).isEmpty();
  }

  @Test
  void theNewestHeadIsNotBuiltTwiceUnderAnotherDeliveryId() throws Exception {
    deliver("/webhooks/github", push(SHA), "one", SECRET);
    JsonNode again = json(deliver("/webhooks/github", push(SHA), "two", SECRET));
    assertThat(again.get("changes").get(0).get("rule").asText()).isEqualTo("already_built");
    deliver("/webhooks/github", push(OTHER), "three", SECRET);
    assertThat(builds()).hasSize(2);
  }

  @Test
  void aForgeThatNobodyListensToIsNotThere() throws Exception {
    assertProblem(
        deliver("/webhooks/sourceforge", push(SHA), "one", SECRET), 404, "/problems/unknown-forge");
  }

  @Test
  void aBodyOverTheLimitIsCutOffWhileItStreams() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      long sent = sendWithoutEnd(socket.getOutputStream(), 2L * WebhookEndpoint.LARGEST_BODY);
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 413".length());
      assertThat(new String(status, US_ASCII)).isEqualTo("HTTP/1.1 413");
      assertThat(sent).isGreaterThanOrEqualTo(WebhookEndpoint.LARGEST_BODY);
    }
  }

  @Test
  void aBodyOverTheLimitIsRefusedOverHttp2AndTheConnectionGoesOn() throws Exception {
    assertThat(deliver("/webhooks/github", push(SHA), "one", SECRET).version())
        .isEqualTo(HttpClient.Version.HTTP_2);
    String large = "x".repeat(WebhookEndpoint.LARGEST_BODY + 1);
    assertProblem(deliver("/webhooks/github", large, "two", SECRET), 413, "/problems/too-large");
    assertThat(deliver("/webhooks/github", push(OTHER), "three", SECRET).statusCode())
        .isEqualTo(202);
  }

  /** Sends chunks until the other side has had enough, never the last one; counts the bytes. */
  private static long sendWithoutEnd(OutputStream out, long most) throws IOException {
    out.write(
        "POST /webhooks/github HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            .getBytes(US_ASCII));
    byte[] chunk = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(US_ASCII);
    long sent = 0;
    while (sent < most - 0x10000 && sent <= WebhookEndpoint.LARGEST_BODY) {
      try {
        out.write(chunk);
      } catch (SocketException _) {
        return sent;
      }
      sent += 0x10000;
    }
    out.flush();
    return sent;
  }

  private void add(Forge forge, String name, boolean enabled) {
    repositories.add(
        new Repository(
            new RepositoryId("repo_" + (repositories.all().size() + 1)),
            forge,
            new RepositoryName(name),
            URI.create("https://github.com/" + name + ".git"),
            "main",
            SECRET,
            OLD,
            null,
            Triggers.DEFAULT,
            null,
            enabled,
            clock.instant()));
  }

  private List<String> builds() {
    return store.builds().list(Builds.Filter.ANY, new Page.Request(10, null)).items().stream()
        .map(build -> build.id().value())
        .toList();
  }

  private static String push(String sha) {
    return """
    {"ref": "refs/heads/main", "after": "%s", "repository": {"full_name": "acme/shop"},
     "head_commit": {"id": "%s", "message": "Sell more", "author": {"name": "Ann"}}}
    """
        .formatted(sha, sha);
  }

  private HttpResponse<String> deliver(String path, String body, String delivery, Secret secret)
      throws IOException, InterruptedException {
    return send(path, body, delivery, secret, "application/json");
  }

  private HttpResponse<String> send(
      String path, String body, String delivery, Secret secret, String type)
      throws IOException, InterruptedException {
    return client.send(request(path, body, delivery, secret, type), BodyHandlers.ofString());
  }

  private HttpRequest request(
      String path, String body, String delivery, Secret secret, String type) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Content-Type", type)
        .header("X-GitHub-Event", "push")
        .header("X-GitHub-Delivery", delivery)
        .header("X-Hub-Signature-256", HmacProof.sign(body.getBytes(UTF_8), secret))
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static Repository withSecret(Repository of, Secret secret) {
    return new Repository(
        of.id(),
        of.forge(),
        of.name(),
        of.cloneUrl(),
        of.defaultBranch(),
        secret,
        null,
        null,
        of.triggers(),
        null,
        of.enabled(),
        of.createdAt());
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String type)
      throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(json(answer).get("type").asText()).isEqualTo(type);
    assertThat(json(answer).get("status").asInt()).isEqualTo(status);
    assertThat(json(answer).get("detail").asText()).isNotBlank();
  }
}
