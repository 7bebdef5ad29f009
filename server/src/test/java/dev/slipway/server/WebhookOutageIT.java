package dev.slipway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.core.Page;
import dev.slipway.core.Secret;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.Builds;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import dev.slipway.store.EmbeddedRedis;
import dev.slipway.store.Redis;
import dev.slipway.store.RedisBuilds;
import dev.slipway.store.RedisDeliveries;
import dev.slipway.store.RedisEvents;
import dev.slipway.store.RedisRepositories;
import dev.slipway.store.TinkSecretBox;
import dev.slipway.webhook.RememberedRepositories;
import dev.slipway.webhook.WebhookEndpoint;
import dev.slipway.webhook.dialect.HmacProof;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks while a real Redis is killed and stopped under them. */
class WebhookOutageIT {
  private static final Secret SECRET = new Secret("webhook secret", "the secret of every webhook");
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int REPOSITORIES = 3;

  @TempDir Path directory;
  private final Clock clock = Clock.systemUTC();
  private final List<Sender> senders = new ArrayList<>();
  private EmbeddedRedis server;
  private Redis redis;
  private Redis impatient;
  private Vertx vertx;
  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    server = EmbeddedRedis.start(directory.resolve("redis"));
    redis = Redis.connect(server.url());
    impatient = Redis.connect(server.url(), PATIENCE);
    vertx = Vertx.vertx();
    for (int i = 1; i <= REPOSITORIES; i++) {
      repositories().add(repository(i));
      senders.add(new Sender(repository(i)));
    }
    receiver = new Receiver();
  }

  @AfterEach
  void close() throws Exception {
    receiver.close();
    HttpFront.await(vertx.close());
    impatient.close();
    redis.close();
    server.close();
  }

  @Test
  void every202EndsAsOneRecordInItsOrderHoweverRedisFails() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> sending = new ArrayList<>();
      for (Sender sender : senders) {
        sending.add(threads.submit(() -> sender.push(120)));
      }
      for (int outage = 1; outage <= 3; outage++) {
        awaitSent(20 * outage);
        kill();
      }
      awaitSent(80);
      signal("STOP");
      awaitSent(110); // by now to disk
      signal("CONT");
      for (Future<?> done : sending) {
        done.get();
      }
    }
    for (Sender sender : senders) {
      sender.assertThatEveryPushIsOneRecordInOrder();
    }
  }

  @Test
  void whatIsOnDiskIsStoredByTheReceiverAfterThisOne() throws Exception {
    signal("STOP");
    for (Sender sender : senders) {
      sender.push(5);
      assertThat(sender.slowest).isLessThan(Duration.ofSeconds(5));
    }
    receiver.close();
    signal("CONT");
    receiver = new Receiver();
    for (Sender sender : senders) {
      sender.push(5);
      sender.assertThatEveryPushIsOneRecordInOrder();
    }
  }

  private void awaitSent(int count) throws Exception {
    Wait.until(
        count + " pushes by each",
        () -> senders.stream().mapToInt(sender -> sender.sent.get()).min().orElseThrow(),
        sent -> sent >= count);
  }

  private void kill() throws Exception {
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(10, TimeUnit.SECONDS);
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private RedisRepositories repositories() {
    return new RedisRepositories(redis, TinkSecretBox.open(directory.resolve("keys.json")));
  }

  private Repository repository(int number) {
    return new Repository(
        new RepositoryId("rep_" + number),
        Forge.GITHUB,
        new RepositoryName("acme/shop-" + number),
        URI.create("https://github.com/acme/shop.git"),
        "main",
        SECRET,
        null,
        null,
        Triggers.DEFAULT,
        null,
        true,
        clock.instant());
  }

  /** Listens with what one process has, except for the server's port. */
  private final class Receiver implements AutoCloseable {
    private final RememberedRepositories remembered;
    private final WebhookEndpoint endpoint;
    private final HttpServer http;

    Receiver() throws Exception {
      remembered = RememberedRepositories.of(repositories(), new RedisEvents(redis));
      endpoint =
          WebhookEndpoint.open(
              remembered, new RedisDeliveries(impatient, clock), directory.resolve("spool"), clock);
      Router router = Router.router(vertx);
      endpoint.mount(router);
      http = vertx.createHttpServer().requestHandler(router);
      HttpFront.await(http.listen(0, "127.0.0.1"));
    }

    int port() {
      return http.actualPort();
    }

    @Override
    public void close() throws Exception {
      HttpFront.await(http.close());
      endpoint.close();
      remembered.close();
    }
  }

  /** Pushes one commit after the other to one repository, again until it is taken. */
  private final class Sender {
    private final Repository repository;
    private final HttpClient client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<DeliveryId> accepted = new ArrayList<>();
    private volatile Duration slowest = Duration.ZERO;

    Sender(Repository repository) {
      this.repository = repository;
    }

    @Nullable Void push(int times) throws Exception {
      for (int i = 0; i < times; i++) {
        int number = sent.get() + 1;
        accepted.add(
            Wait.until(
                "a push of " + repository.name(),
                () -> deliver(number),
                id -> !id.value().isEmpty()));
        sent.incrementAndGet();
      }
      return null;
    }

    /** The id of the delivery; empty when it was not taken. */
    private DeliveryId deliver(int number) throws IOException, InterruptedException {
      byte[] body =
          """
          {"ref": "refs/heads/main", "before": "%s", "after": "%s",
           "repository": {"full_name": "%s"}, "head_commit": {"id": "%s"}}
          """
              .formatted(sha(number - 1), sha(number), repository.name(), sha(number))
              .getBytes(UTF_8);
      URI uri = URI.create("http://127.0.0.1:" + receiver.port() + "/webhooks/github");
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("X-GitHub-Event", "push")
              .header("X-GitHub-Delivery", "push-" + number)
              .header("X-Hub-Signature-256", HmacProof.sign(body, SECRET))
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      long begin = System.nanoTime();
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      if (answer.statusCode() != 202) {
        return new DeliveryId("");
      }
      JsonNode json = new ObjectMapper().readTree(answer.body());
      return new DeliveryId(json.get("delivery_id").asText());
    }

    void assertThatEveryPushIsOneRecordInOrder() throws Exception {
      RedisDeliveries deliveries = new RedisDeliveries(redis, clock);
      Wait.until(
          "the records of " + repository.name(),
          () -> accepted.stream().filter(id -> deliveries.find(id).isEmpty()).toList(),
          List::isEmpty);
      Page<Delivery> records = deliveries.list(repository.id(), new Page.Request(200, null));
      assertThat(records.items()).hasSize(sent.get());
      assertThat(builtInOrder()).isEqualTo(shas());
    }

    private List<String> builtInOrder() {
      RedisBuilds builds = new RedisBuilds(redis, clock);
      Builds.Filter ofThis = new Builds.Filter(repository.id(), null, null);
      return builds.list(ofThis, new Page.Request(200, null)).items().stream()
          .sorted(java.util.Comparator.comparingLong(Build::number))
          .map(build -> build.request().commit().sha().hex())
          .toList();
    }

    private List<String> shas() {
      return java.util.stream.IntStream.rangeClosed(1, sent.get()).mapToObj(this::sha).toList();
    }

    private String sha(int number) {
      return "%s%038x".formatted("ab", number);
    }
  }
}
