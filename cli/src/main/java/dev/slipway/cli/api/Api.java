package dev.slipway.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.login.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The REST API of one server. Every call that does not succeed ends in a {@link CommandFailed}, in
 * an {@link Unreachable} where it may succeed later. Blocks; used by one thread.
 */
public final class Api {
  /** The most that one page of a list is asked to hold. */
  private static final int PAGE = 100;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final Connection connection;
  private final Problems problems;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  public Api(Connection connection) {
    this.connection = connection;
    this.problems = new Problems(connection);
  }

  /** Joins parts of a path below {@code /api/v1}; whatever a part holds stays one part. */
  public static String path(String... parts) {
    return Stream.of(parts).map(Api::encoded).collect(Collectors.joining("/"));
  }

  public JsonNode get(String path) {
    return get(path, Map.of());
  }

  public JsonNode get(String path, Map<String, String> query) {
    return call("GET", path + queryText(query), null, ANSWER_TIMEOUT);
  }

  /** The same for what may take longer. */
  public JsonNode get(String path, Duration patience) {
    return call("GET", path, null, patience);
  }

  /** A missing node where the server answers without a body. */
  public JsonNode post(String path, ObjectNode body) {
    return post(path, body, ANSWER_TIMEOUT);
  }

  /** The same for what may take longer. */
  public JsonNode post(String path, ObjectNode body, Duration patience) {
    return call("POST", path, body, patience);
  }

  public JsonNode put(String path, ObjectNode body) {
    return call("PUT", path, body, ANSWER_TIMEOUT);
  }

  /** A missing node where the server answers without a body. */
  public JsonNode delete(String path) {
    return call("DELETE", path, null, ANSWER_TIMEOUT);
  }

  /**
   * Reads a list, newest first, over as many pages as it takes.
   *
   * @return {@code {items, next}} as the API tells a list, with at most {@code limit} items
   */
  public ObjectNode list(String path, Map<String, String> query, int limit) {
    ObjectNode all = Json.object();
    ArrayNode items = all.putArray("items");
    String next = "";
    do {
      var page = new TreeMap<>(query);
      page.put("limit", Integer.toString(Math.min(PAGE, limit - items.size())));
      if (!next.isEmpty()) {
        page.put("before", next);
      }
      JsonNode answer = get(path, page);
      for (JsonNode item : answer.path("items")) {
        if (items.size() < limit) {
          items.add(item);
        }
      }
      next = answer.path("items").isEmpty() ? "" : Json.text(answer, "next");
    } while (!next.isEmpty() && items.size() < limit);
    if (next.isEmpty()) {
      all.putNull("next");
    } else {
      all.put("next", next);
    }
    return all;
  }

  /** All of a list that is short by its nature. */
  public ObjectNode listAll(String path) {
    return list(path, Map.of(), Integer.MAX_VALUE);
  }

  /**
   * Opens an event stream.
   *
   * @param after the id of the last event that was seen; null at the beginning
   */
  public EventStream events(String path, @Nullable String after) {
    HttpRequest.Builder request = request(path).header("Accept", "text/event-stream").GET();
    if (after != null) {
      request.header("Last-Event-ID", after);
    }
    return new EventStream(opened(request));
  }

  /** Copies an answer as it comes, however long it is. */
  public void copy(String path, OutputStream out) {
    try (InputStream in = opened(request(path).GET())) {
      in.transferTo(out);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private InputStream opened(HttpRequest.Builder request) {
    HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    byte[] body;
    try (InputStream in = response.body()) {
      body = in.readAllBytes();
    } catch (IOException e) {
      throw unreachable(e);
    }
    throw problems.failure(response.statusCode(), problem(body), response.headers());
  }

  /**
   * Opens a WebSocket, of which the listener hears from then on.
   *
   * @param path with its query
   */
  public WebSocket socket(String path, WebSocket.Listener listener) {
    URI url = URI.create(connection.url().replaceFirst("^http", "ws") + "/api/v1/" + path);
    WebSocket.Builder opening = client.newWebSocketBuilder().connectTimeout(ANSWER_TIMEOUT);
    if (connection.token() != null) {
      opening.header("Authorization", "Bearer " + connection.token());
    }
    try {
      return opening.buildAsync(url, listener).get();
    } catch (ExecutionException e) {
      throw socketFailure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while waiting for " + connection.url(), "");
    }
  }

  private CommandFailed socketFailure(@Nullable Throwable cause) {
    return switch (cause) {
      case WebSocketHandshakeException refused -> {
        HttpResponse<?> answer = refused.getResponse();
        byte[] body = String.valueOf(answer.body()).getBytes(StandardCharsets.UTF_8);
        yield problems.failure(answer.statusCode(), problem(body), answer.headers());
      }
      case IOException e -> unreachable(e);
      case null, default -> unreachable(new IOException(String.valueOf(cause)));
    };
  }

  /** The address of a page that shows the thing in a browser. */
  public String pageUrl(String... parts) {
    return connection.url() + "/" + path(parts);
  }

  private JsonNode call(String method, String path, @Nullable ObjectNode body, Duration patience) {
    BodyPublisher publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body));
    HttpRequest.Builder request =
        request(path)
            .timeout(patience)
            .header("Accept", "application/json")
            .method(method, publisher);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() / 100 != 2) {
      throw problems.failure(response.statusCode(), problem(response.body()), response.headers());
    }
    try {
      return Json.read(response.body());
    } catch (IOException _) {
      throw new Unreachable(
          connection.url() + " answers, but not as Slipway does",
          "check the address: --url, SLIPWAY_URL, or slipway login URL");
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(connection.url() + "/api/v1/" + path))
            .timeout(ANSWER_TIMEOUT)
            .header("User-Agent", "slipway-cli");
    if (connection.token() != null) {
      request.header("Authorization", "Bearer " + connection.token());
    }
    return request;
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
    try {
      return client.send(request.build(), handler);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted while waiting for " + connection.url(), "");
    }
  }

  private Unreachable unreachable(IOException e) {
    String why =
        switch (e) {
          case HttpTimeoutException _ -> "no answer in time";
          case ConnectException _ -> "nothing accepts connections there";
          default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    return new Unreachable(
        "Slipway at %s cannot be reached: %s".formatted(connection.url(), why),
        "is it running? `slipway server` starts one; --url or SLIPWAY_URL names another");
  }

  private static JsonNode problem(byte[] body) {
    try {
      return Json.read(body);
    } catch (IOException _) {
      // Somebody else's error page, such as a proxy's: the status says enough.
      return MissingNode.getInstance();
    }
  }

  private static String queryText(Map<String, String> query) {
    return query.isEmpty()
        ? ""
        : query.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
