package dev.slipway.registrysync.wire;

import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;

/**
 * Requests to one registry: signed in where it asks for it, through its gate, sent again where that
 * may help, and redirected to other hosts without credentials. Safe for concurrent use.
 */
public final class RegistryHttp {
  /** Registries need not take manifests over 4 MiB, so no image has a greater one. */
  private static final long LARGEST_ANSWER = 4L << 20;

  private static final int MOST_REDIRECTS = 3;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> TROUBLE = Set.of(408, 429, 500, 502, 503, 504);

  private final RegistryAddress registry;
  private final Wire wire;
  private final Authorization authorization;
  private final HostGate gate;
  private final Backoff backoff;

  RegistryHttp(
      RegistryAddress registry,
      Wire wire,
      Authorization authorization,
      HostGate gate,
      Backoff backoff) {
    this.registry = registry;
    this.wire = wire;
    this.authorization = authorization;
    this.gate = gate;
    this.backoff = backoff;
  }

  public RegistryAddress registry() {
    return registry;
  }

  /** How often, and after which waits, it tries again. */
  public Backoff backoff() {
    return backoff;
  }

  /** The address of a resource, by its path after {@code /v2/}. */
  public URI resource(String path) {
    return registry.resource(path);
  }

  /**
   * Asks, and reads the whole answer, which is small. An answer that says no is an answer.
   *
   * @throws RegistryException when there is none after several tries
   */
  public HttpResponse<byte[]> ask(Ask ask) throws RegistryException, InterruptedException {
    return persist(ask, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER), true);
  }

  /**
   * Asks, and leaves it to the caller to read the answer and to close it. It takes none of the
   * places at the gate, since copies from here to there and from there to here would wait for each
   * other.
   *
   * @throws RegistryException when there is none after several tries
   */
  public HttpResponse<InputStream> open(Ask ask) throws RegistryException, InterruptedException {
    return persist(ask, BodyHandlers.ofInputStream(), false);
  }

  private <T> HttpResponse<T> persist(Ask ask, BodyHandler<T> handler, boolean place)
      throws RegistryException, InterruptedException {
    for (int failed = 1; ; failed++) {
      gate.awaitOpen();
      try {
        HttpResponse<T> response = place ? inPlace(ask, handler) : authorized(ask, handler);
        boolean knowsWhen = gate.closesWith(response.statusCode(), response.headers());
        if (!TROUBLE.contains(response.statusCode()) || !backoff.allows(failed)) {
          return response;
        }
        discard(response.body());
        if (knowsWhen) {
          continue;
        }
      } catch (IOException e) {
        if (e instanceof SSLException || !backoff.allows(failed)) {
          throw Wire.explain(e, "the registry " + registry, ask.uri());
        }
      }
      pauseAfter(failed);
    }
  }

  /** Waits as long as is due after so many failures. */
  public void pauseAfter(int failed) throws InterruptedException {
    Thread.sleep(backoff.after(failed, ThreadLocalRandom.current()));
  }

  private static void discard(Object body) throws IOException {
    if (body instanceof InputStream stream) {
      stream.close();
    }
  }

  private <T> HttpResponse<T> inPlace(Ask ask, BodyHandler<T> handler)
      throws RegistryException, IOException, InterruptedException {
    gate.enter();
    try {
      return authorized(ask, handler);
    } finally {
      gate.leave();
    }
  }

  /** Asks, answering one challenge and following redirects. */
  private <T> HttpResponse<T> authorized(Ask ask, BodyHandler<T> handler)
      throws RegistryException, IOException, InterruptedException {
    boolean ours = isOurs(ask.uri());
    Optional<String> known = ours ? authorization.remembered(ask.scope()) : Optional.empty();
    HttpResponse<T> response = wire.send(request(ask, known), handler);
    if (response.statusCode() == 401 && ours) {
      known = authorization.answer(response, ask.scope());
      if (known.isPresent()) {
        discard(response.body());
        response = wire.send(request(ask, known), handler);
      }
    }
    Ask current = ask;
    for (int i = 0; i < MOST_REDIRECTS && ask.reads() && redirects(response); i++) {
      discard(response.body());
      current = current.at(target(response));
      boolean same = isOurs(current.uri());
      response = wire.send(request(current, same ? known : Optional.empty()), handler);
    }
    return response;
  }

  /** Whether an address is this registry's, so that it may see our credentials. */
  public boolean isOurs(URI uri) {
    URI own = registry.resource("");
    return Objects.equals(own.getScheme(), uri.getScheme())
        && Objects.equals(own.getRawAuthority(), uri.getRawAuthority());
  }

  private static boolean redirects(HttpResponse<?> response) {
    return REDIRECTS.contains(response.statusCode())
        && response.headers().firstValue("location").isPresent();
  }

  private static URI target(HttpResponse<?> response) throws RegistryException {
    URI from = response.uri();
    try {
      URI next = from.resolve(response.headers().firstValue("location").orElseThrow());
      boolean downgraded = "https".equals(from.getScheme()) && "http".equals(next.getScheme());
      if (next.getRawAuthority() != null && !downgraded) {
        return next;
      }
    } catch (IllegalArgumentException _) {
      // Answered below, like an address without a host.
    }
    throw new RegistryException(
        from.getAuthority() + " sends us to an address that is none, or from https to http",
        "correct the storage redirects in the registry's configuration");
  }

  private static HttpRequest request(Ask ask, Optional<String> authorized) {
    byte[] body = ask.body();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(ask.uri())
            .timeout(Wire.ANSWER_WITHIN)
            .method(
                ask.method(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    ask.headers().forEach(request::setHeader);
    authorized.ifPresent(value -> request.setHeader("Authorization", value));
    return request.build();
  }

  /**
   * Begins to send a body that is not known yet, once and without waiting for the answer; the
   * caller looks after its progress. A place that is not this registry's gets no credentials.
   */
  public CompletableFuture<HttpResponse<byte[]>> stream(Ask ask, HttpRequest.BodyPublisher body)
      throws RegistryException, InterruptedException {
    gate.awaitOpen();
    Optional<String> known =
        isOurs(ask.uri()) ? authorization.remembered(ask.scope()) : Optional.empty();
    HttpRequest.Builder request = HttpRequest.newBuilder(ask.uri()).method(ask.method(), body);
    ask.headers().forEach(request::setHeader);
    known.ifPresent(value -> request.setHeader("Authorization", value));
    return wire.begin(
        request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
  }

  /**
   * Learns from the answer to a body that was streamed: when to come back, and as whom.
   *
   * @return whether the same is worth another try
   */
  public boolean learn(HttpResponse<?> response, Scope scope)
      throws RegistryException, InterruptedException {
    gate.closesWith(response.statusCode(), response.headers());
    if (response.statusCode() == 401 && isOurs(response.uri())) {
      return authorization.answer(response, scope).isPresent();
    }
    return TROUBLE.contains(response.statusCode());
  }
}
