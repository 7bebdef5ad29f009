package dev.slipway.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.webhook.dialect.ReceivedRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of webhooks: {@code POST /webhooks/FORGE} and {@code POST /webhooks/FORGE/HOOK}.
 * Bodies are bounded while they stream in; the rest runs on virtual threads.
 */
public final class WebhookEndpoint implements AutoCloseable {
  /** GitHub's own limit for a payload. */
  static final int LARGEST_BODY = 25 * 1024 * 1024;

  /** Tells a sender that it need not send the rest, as RFC 9113, section 8.1, has it. */
  private static final long HTTP2_NO_ERROR = 0;

  private static final Logger LOG = LoggerFactory.getLogger(WebhookEndpoint.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReceiveDelivery receiveDelivery;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public WebhookEndpoint(Repositories repositories, Deliveries deliveries, Clock clock) {
    this.receiveDelivery = new ReceiveDelivery(repositories, deliveries, clock);
  }

  /** Adds the routes. */
  public void mount(Router router) {
    for (Forge forge : new Forge[] {Forge.GITHUB, Forge.GIT}) {
      String path = "/webhooks/" + forge.slug();
      router.post(path).handler(context -> receive(context, forge, null));
      router
          .post(path + "/:hook")
          .handler(context -> receive(context, forge, new RepositoryId(context.pathParam("hook"))));
    }
    router
        .post("/webhooks/*")
        .handler(context ->
            problem(
                context.response(),
                404,
                "unknown-forge",
                "No such webhook",
                "Slipway listens on /webhooks/github and /webhooks/git"));
  }

  private void receive(RoutingContext context, Forge forge, @Nullable RepositoryId hook) {
    HttpServerRequest request = context.request();
    Buffer body = Buffer.buffer();
    request.handler(chunk -> {
      if (body.length() + chunk.length() <= LARGEST_BODY) {
        body.appendBuffer(chunk);
      } else if (!context.response().ended()) {
        tooLarge(context);
      }
    });
    request.endHandler(_ -> {
      if (!context.response().ended()) {
        threads.execute(() -> answer(context, forge, hook, body.getBytes()));
      }
    });
  }

  /** What is still coming is not read: the connection, or in HTTP/2 the stream, ends with this. */
  private static void tooLarge(RoutingContext context) {
    boolean streams = context.request().version() == HttpVersion.HTTP_2;
    if (!streams) {
      context.response().putHeader("Connection", "close");
    }
    problem(
        context.response(),
        413,
        "too-large",
        "Body too large",
        "A webhook may have at most " + LARGEST_BODY + " bytes");
    if (streams) {
      context.response().reset(HTTP2_NO_ERROR);
    } else {
      context.request().pause();
    }
  }

  private void answer(
      RoutingContext context, Forge forge, @Nullable RepositoryId hook, byte[] body) {
    HttpServerResponse response = context.response();
    try {
      ReceivedRequest received =
          new ReceivedRequest(forge, hook, headers(context.request()), new Delivery.Body(body));
      switch (receiveDelivery.receive(received)) {
        case Answer.Accepted accepted -> send(response, 202, "application/json", json(accepted));
        case Answer.NotAuthentic() ->
            problem(
                response,
                401,
                "not-authentic",
                "Not authentic",
                "The signature does not match. Check that the secret and the URL of the webhook are"
                    + " those that Slipway shows for this repository");
        case Answer.Unreadable(String why) ->
            problem(response, 400, "unreadable", "Not understandable", why);
      }
    } catch (RuntimeException e) {
      LOG.error("A webhook could not be stored and was answered with 503", e);
      response.putHeader("Retry-After", "10");
      problem(
          response,
          503,
          "not-stored",
          "Not stored",
          "The delivery could not be stored. Deliver it again when /readyz is fine");
    }
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

  private static void problem(
      HttpServerResponse response, int status, String type, String title, String detail) {
    ObjectNode problem = JSON.createObjectNode();
    problem.put("type", "/problems/" + type);
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", detail);
    send(response, status, "application/problem+json", problem);
  }

  private static void send(HttpServerResponse response, int status, String type, ObjectNode body) {
    response.setStatusCode(status).putHeader("Content-Type", type).end(body.toString());
  }

  /** Ends the threads; requests in progress are finished. */
  @Override
  public void close() {
    threads.close();
  }
}
