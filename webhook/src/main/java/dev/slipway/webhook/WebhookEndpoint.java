package dev.slipway.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.webhook.dialect.ReceivedRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of webhooks: {@code POST /webhooks/FORGE} and {@code POST /webhooks/FORGE/HOOK}.
 * Bodies are bounded in size and time while they stream in; the rest runs on virtual threads.
 */
public final class WebhookEndpoint implements AutoCloseable {
  /** GitHub's own limit for a payload. */
  static final int LARGEST_BODY = 25 * 1024 * 1024;

  /** For how long a sender may send; no forge waits longer for the answer. */
  static final Duration LONGEST_SENDING = Duration.ofSeconds(10);

  /** For how long a sender who was cut off may read why. */
  private static final Duration LINGER = Duration.ofSeconds(1);

  /** How much may wait on disk for the store. */
  private static final long MOST_ON_DISK = 1L << 30;

  /** Tells a sender that it need not send the rest, as RFC 9113, section 8.1, has it. */
  private static final long HTTP2_NO_ERROR = 0;

  private static final Logger LOG = LoggerFactory.getLogger(WebhookEndpoint.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReceiveDelivery receiveDelivery;
  private final DiskQueue disk;
  private final ExecutorService threads;

  private WebhookEndpoint(
      ReceiveDelivery receiveDelivery, DiskQueue disk, ExecutorService threads) {
    this.receiveDelivery = receiveDelivery;
    this.disk = disk;
    this.threads = threads;
  }

  /**
   * Opens it, and brings to the store what an earlier run left on disk.
   *
   * @param deliveries should not take longer than two seconds to say that the store is away:
   *     senders give up after five to ten
   * @param folder for deliveries while the store is away; of this process alone
   * @throws IOException when the folder cannot be used
   */
  public static WebhookEndpoint open(
      RememberedRepositories repositories, Deliveries deliveries, Path folder, Clock clock)
      throws IOException {
    Spool spool = Spool.open(folder, MOST_ON_DISK);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    DiskQueue disk = DiskQueue.start(spool, new StoreDelivery(deliveries, clock), repositories);
    Lines lines = new Lines(deliveries, disk, threads, clock);
    ReceiveDelivery receiveDelivery =
        new ReceiveDelivery(repositories, new BadProofs(clock), lines, clock);
    return new WebhookEndpoint(receiveDelivery, disk, threads);
  }

  /** Adds the routes. */
  public void mount(Router router) {
    for (Forge forge : Forge.values()) {
      String path = "/webhooks/" + forge.slug();
      router.post(path).handler(context -> receive(context, forge, null));
      router
          .post(path + "/:hook")
          .handler(context -> receive(context, forge, new RepositoryId(context.pathParam("hook"))));
    }
    String known =
        Arrays.stream(Forge.values())
            .map(forge -> "/webhooks/" + forge.slug())
            .collect(Collectors.joining(", "));
    router
        .post("/webhooks/*")
        .handler(context ->
            Problem.of(404, "unknown-forge", "No such webhook", "Slipway listens on " + known)
                .send(context.response()));
  }

  private void receive(RoutingContext context, Forge forge, @Nullable RepositoryId hook) {
    HttpServerRequest request = context.request();
    Buffer body = Buffer.buffer();
    long tooLate =
        context.vertx().setTimer(LONGEST_SENDING.toMillis(), _ -> cutOff(context, tooSlow()));
    request.exceptionHandler(_ -> context.vertx().cancelTimer(tooLate));
    request.handler(chunk -> {
      if (body.length() + chunk.length() <= LARGEST_BODY) {
        body.appendBuffer(chunk);
      } else {
        cutOff(context, tooLarge());
      }
    });
    request.endHandler(_ -> {
      context.vertx().cancelTimer(tooLate);
      if (!context.response().ended()) {
        threads.execute(() -> answer(context, forge, hook, body.getBytes()));
      }
    });
  }

  private static Problem tooSlow() {
    return Problem.of(
        408,
        "too-slow",
        "Too slow",
        "A webhook has to be sent within " + LONGEST_SENDING.toSeconds() + " seconds");
  }

  private static Problem tooLarge() {
    return Problem.of(
        413,
        "too-large",
        "Body too large",
        "A webhook may have at most " + LARGEST_BODY + " bytes");
  }

  /**
   * What is still coming is not read: the connection, or in HTTP/2 the stream, ends with this. A
   * moment later, since the answer could be lost with what is on its way.
   */
  private static void cutOff(RoutingContext context, Problem problem) {
    HttpServerRequest request = context.request();
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      problem.send(response);
      response.reset(HTTP2_NO_ERROR);
      return;
    }
    response.putHeader("Connection", "close");
    problem.send(response);
    request.pause();
    context.vertx().setTimer(LINGER.toMillis(), _ -> request.connection().close());
  }

  private void answer(
      RoutingContext context, Forge forge, @Nullable RepositoryId hook, byte[] body) {
    HttpServerResponse response = context.response();
    try {
      ReceivedRequest received =
          new ReceivedRequest(forge, hook, headers(context.request()), new Delivery.Body(body));
      String address = SenderAddress.of(context.request().remoteAddress());
      switch (receiveDelivery.receive(received, address)) {
        case Answer.Accepted accepted -> sendAccepted(response, json(accepted));
        case Answer.KeptOnDisk kept -> sendAccepted(response, json(kept));
        case Answer.Ping() -> sendAccepted(response, pong());
        case Answer.NotAuthentic() -> notAuthentic().send(response);
        case Answer.Unreadable(String why) ->
            Problem.of(400, "unreadable", "Not understandable", why).send(response);
        case Answer.TooManyBadProofs(Duration wait) -> tooManyBadProofs(wait).send(response);
      }
    } catch (StoreUnavailableException | NotStoredException e) {
      LOG.warn("A webhook was answered with 503: {}", e.getMessage());
      notStored().send(response);
    } catch (RuntimeException e) {
      LOG.error("A webhook could not be stored and was answered with 503", e);
      notStored().send(response);
    }
  }

  private static Problem notAuthentic() {
    return Problem.of(
        401,
        "not-authentic",
        "Not authentic",
        "The signature does not match. Check that the secret and the URL of the webhook are"
            + " those that Slipway shows for this repository");
  }

  private static Problem tooManyBadProofs(Duration wait) {
    return Problem.of(
            429,
            "too-many-bad-proofs",
            "Too many wrong signatures",
            "Too many webhooks from this address were not authentic; see whether their secrets are"
                + " those that Slipway shows")
        .retryAfter(wait);
  }

  private static Problem notStored() {
    return Problem.of(
            503,
            "not-stored",
            "Not stored",
            "The delivery could not be stored. Deliver it again when /readyz is fine")
        .retryAfter(Duration.ofSeconds(10));
  }

  private static SortedMap<String, String> headers(HttpServerRequest request) {
    SortedMap<String, String> headers = new TreeMap<>();
    request
        .headers()
        .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }

  private static ObjectNode json(Answer.Accepted accepted) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("delivery_id", accepted.delivery().id().value());
    answer.put("duplicate", accepted.duplicate());
    if (!accepted.delivery().note().isEmpty()) {
      answer.put("reason", accepted.delivery().note());
    }
    var changes = answer.putArray("changes");
    accepted.delivery().changes().forEach(change -> changes.add(ChangeJson.of(change)));
    return answer;
  }

  private static ObjectNode pong() {
    ObjectNode answer = JSON.createObjectNode();
    answer.putNull("delivery_id");
    answer.put("duplicate", false);
    answer.put(
        "reason", "Slipway hears you; whether the secret is right shows with the first push");
    answer.putArray("changes");
    return answer;
  }

  private static ObjectNode json(Answer.KeptOnDisk kept) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("delivery_id", kept.id().value());
    answer.put("duplicate", kept.duplicate());
    answer.put("reason", "kept on disk; it is decided as soon as the store answers");
    answer.putArray("changes");
    return answer;
  }

  private static void sendAccepted(HttpServerResponse response, ObjectNode body) {
    response.setStatusCode(202).putHeader("Content-Type", "application/json").end(body.toString());
  }

  /** Requests in progress are finished; what is on disk stays for the next run. */
  @Override
  public void close() throws InterruptedException {
    threads.close();
    disk.close();
  }
}
