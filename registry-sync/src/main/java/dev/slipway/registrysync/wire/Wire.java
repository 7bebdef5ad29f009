package dev.slipway.registrysync.wire;

import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;

/** All connections to registries and their token servers. Safe for concurrent use. */
final class Wire implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  /** Until an answer begins, where the request is small. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private final AddressGuard guard;
  private final HttpClient client;

  /**
   * Connects to nothing yet.
   *
   * @param authorities to trust besides those of the settings
   * @throws RegistryException when the certificates that the settings name cannot be read
   */
  Wire(WireSettings settings, Terms terms, List<X509Certificate> authorities)
      throws RegistryException {
    this.guard = new AddressGuard(settings, terms);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (!settings.authorities().isEmpty() || !authorities.isEmpty()) {
      builder.sslContext(TrustedAuthorities.context(settings.authorities(), authorities));
    }
    if (settings.proxies() != null) {
      builder.proxy(settings.proxies());
    }
    this.client = builder.build();
  }

  /**
   * Sends it, to an allowed address.
   *
   * @throws RegistryException when the address is not allowed
   * @throws IOException when there is no answer, and may be one the next time
   */
  <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws RegistryException, IOException, InterruptedException {
    guard.check(request.uri());
    return client.send(request, handler);
  }

  /** Sends it, to an allowed address, without waiting for the answer. */
  <T> CompletableFuture<HttpResponse<T>> begin(HttpRequest request, BodyHandler<T> handler)
      throws RegistryException {
    guard.check(request.uri());
    return client.sendAsync(request, handler);
  }

  /**
   * What it means that no answer came.
   *
   * @param whom who was expected to answer
   */
  static RegistryException explain(IOException e, String whom, URI uri) {
    return switch (e) {
      case HttpConnectTimeoutException _ -> unreachable(whom, "no connection within 5 s", e);
      case HttpTimeoutException _ ->
          new RegistryException(
              whom + " does not answer within " + ANSWER_WITHIN.toSeconds() + " s",
              "find out what it is busy with; then try again",
              e);
      case ConnectException _ -> unreachable(whom, "nothing accepts connections there", e);
      case SSLException _ ->
          new RegistryException(
              whom + " cannot be trusted: " + e.getMessage(),
              "name the authority of its certificate, or let it speak plain HTTP and name it so",
              e);
      default ->
          new RegistryException(
              "%s cannot be talked to: %s".formatted(whom, reason(e, uri)),
              "check that it runs, and whether it speaks TLS; then try again",
              e);
    };
  }

  private static RegistryException unreachable(String whom, String why, IOException e) {
    return new RegistryException(
        whom + " cannot be reached: " + why,
        "start it, or correct its address: SLIPWAY_REGISTRY, where it is Slipway's own",
        e);
  }

  private static String reason(IOException e, URI uri) {
    return e.getMessage() == null
        ? "the connection to " + uri.getHost() + " broke"
        : e.getMessage();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
