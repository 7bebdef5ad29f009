package dev.slipway.webhook.forge;

import dev.slipway.core.net.AddressPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Carries every request to a forge, whichever library makes it: to allowed addresses only, with
 * time and size limits, and with redirects followed only where the token may go. Safe for
 * concurrent use; starts its threads with the first request.
 */
final class ForgeHttp implements AutoCloseable {
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);
  private static final Duration TO_ANSWER = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 8 << 20;
  private static final int MOST_REDIRECTS = 3;

  private final AddressGuard guard;
  private final Duration toAnswer;
  private @Nullable HttpClient client;

  ForgeHttp(AddressPolicy policy) {
    this(policy, TO_ANSWER);
  }

  ForgeHttp(AddressPolicy policy, Duration toAnswer) {
    this.guard = new AddressGuard(policy);
    this.toAnswer = toAnswer;
  }

  /** Sends it and returns the answer, whatever its status. */
  Answer send(ForgeRequest request) throws Trouble {
    ForgeRequest current = request;
    for (int hop = 0; ; hop++) {
      guard.check(current.uri());
      Answer answer = exchange(current);
      if (!answer.redirects()) {
        return answer;
      }
      if (hop == MOST_REDIRECTS) {
        throw Trouble.refused(
            "it redirects again and again", "check the address of the connected account");
      }
      current = current.at(target(current, answer));
    }
  }

  private Answer exchange(ForgeRequest request) throws Trouble {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client()
            .sendAsync(
                forJdk(request), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(toAnswer.toMillis(), TimeUnit.MILLISECONDS);
      String body = new String(response.body(), StandardCharsets.UTF_8);
      return new Answer(response.statusCode(), response.headers(), body);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw Trouble.unavailable("no answer within " + toAnswer.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw Trouble.unavailable("stopped while waiting for the answer", e);
    } catch (ExecutionException e) {
      throw unreachable(request.uri(), Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private static HttpRequest forJdk(ForgeRequest request) {
    String body = request.body();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .method(
                request.method(),
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    request.headers().forEach(builder::setHeader);
    return builder.build();
  }

  private static Trouble unreachable(URI uri, Throwable cause) {
    String where = uri.getHost();
    return switch (cause) {
      case HttpConnectTimeoutException e ->
          Trouble.unavailable("no connection to " + where + " within 5 s", e);
      case ConnectException e -> Trouble.unavailable("no connection to " + where, e);
      case SSLException e ->
          Trouble.unavailable("no trusted connection to " + where + ": " + e.getMessage(), e);
      case IOException e ->
          Trouble.unavailable(
              "the connection to " + where + " broke off, or the answer is over 8 MB", e);
      default -> Trouble.unavailable("no answer from " + where, cause);
    };
  }

  /** The token follows to the same scheme, host and port only, and a change is not made twice. */
  private static URI target(ForgeRequest request, Answer answer) throws Trouble {
    URI from = request.uri();
    URI to = location(from, answer);
    if (!sameOrigin(from, to)) {
      throw Trouble.refused(
          "it redirects to " + to.getScheme() + "://" + to.getAuthority() + ", another server",
          "connect the account with the address that the forge itself uses");
    }
    boolean keepsMethod = answer.status() == 307 || answer.status() == 308;
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    if (!reads && !keepsMethod) {
      throw Trouble.refused(
          "it was moved to " + to.getPath(), "check whether the repository was renamed");
    }
    return to;
  }

  private static URI location(URI from, Answer answer) throws Trouble {
    try {
      return from.resolve(answer.header("Location").orElse(""));
    } catch (IllegalArgumentException _) {
      throw Trouble.refused(
          "it redirects to no address", "check the address of the connected account");
    }
  }

  static boolean sameOrigin(URI one, URI other) {
    return Objects.equals(one.getScheme(), other.getScheme())
        && String.valueOf(one.getHost()).equalsIgnoreCase(String.valueOf(other.getHost()))
        && one.getPort() == other.getPort();
  }

  private synchronized HttpClient client() {
    HttpClient current = client;
    if (current == null) {
      current =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(TO_CONNECT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(HttpClient.Builder.NO_PROXY)
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .build();
      client = current;
    }
    return current;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
