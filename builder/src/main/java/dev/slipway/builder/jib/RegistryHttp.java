package dev.slipway.builder.jib;

import dev.slipway.builder.image.RegistryLogins;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Our own registry, spoken to over connections that stay open. Safe for concurrent use; a thread
 * that is interrupted stops waiting.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">the
 *     protocol</a>
 */
final class RegistryHttp implements AutoCloseable {
  static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
  static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final List<String> INDEXES =
      List.of(
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.index.v1+json");

  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|.*\\.localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d+)?");
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration TRANSFER = Duration.ofMinutes(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String host;
  private final RegistryLogin login;
  private final ConcurrentMap<String, String> authorization = new ConcurrentHashMap<>();

  /**
   * Speaks to a registry, without TLS where it is on this machine.
   *
   * @param host with its port
   * @param logins of which the one to that registry is used
   */
  RegistryHttp(String host, RegistryLogins logins) {
    this.host = host;
    this.login = new RegistryLogin(http, () -> logins.at(host));
  }

  String host() {
    return host;
  }

  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  /** A manifest as it is stored. */
  // The bytes are handed on and never compared.
  @SuppressWarnings("ArrayRecordComponent")
  record Manifest(String digest, String mediaType, byte[] bytes) {}

  boolean has(String repository, String digest) throws IOException {
    HttpRequest.Builder request = get(repository + "/blobs/" + digest).HEAD();
    var answer = send(repository, request, BodyHandlers.discarding());
    return found(answer, "look for " + digest);
  }

  /** The manifest that a tag or digest stands for. */
  Optional<Manifest> manifest(String repository, String reference) throws IOException {
    HttpRequest.Builder request = get(repository + "/manifests/" + reference);
    request.header("Accept", String.join(", ", INDEXES) + ", " + MANIFEST + ", " + OCI_MANIFEST);
    var answer = send(repository, request, BodyHandlers.ofByteArray());
    if (!found(answer, "read the manifest of " + repository + ":" + reference)) {
      return Optional.empty();
    }
    String type = answer.headers().firstValue("Content-Type").orElse(MANIFEST);
    String digest = Sha256.digest(answer.body());
    return Optional.of(new Manifest(digest, type, answer.body()));
  }

  InputStream blob(String repository, String digest) throws IOException {
    HttpRequest.Builder request = get(repository + "/blobs/" + digest).timeout(TRANSFER);
    var answer = send(repository, request, BodyHandlers.ofInputStream());
    if (!found(answer, "read " + digest)) {
      throw new IOException("registry " + host + " has no " + repository + "@" + digest);
    }
    return answer.body();
  }

  /** Takes a layer over from another repository; false when the registry wants it sent. */
  boolean mount(String repository, String digest, String from) throws IOException {
    String path = repository + "/blobs/uploads/?mount=" + digest + "&from=" + from;
    var answer =
        send(repository, get(path).POST(BodyPublishers.noBody()), BodyHandlers.discarding());
    return answer.statusCode() == 201;
  }

  /** Sends a blob in one piece. */
  void upload(String repository, String digest, BodyPublisher body) throws IOException {
    var begun =
        send(
            repository,
            get(repository + "/blobs/uploads/").POST(BodyPublishers.noBody()),
            BodyHandlers.ofByteArray());
    expect(begun, 202, "begin the upload of " + digest);
    String location = begun.headers().firstValue("Location").orElse("");
    URI place = base().resolve(location);
    String separator = place.getRawQuery() == null ? "?" : "&";
    HttpRequest.Builder put =
        HttpRequest.newBuilder(URI.create(place + separator + "digest=" + digest))
            .header("Content-Type", "application/octet-stream")
            .timeout(TRANSFER)
            .PUT(body);
    expect(send(repository, put, BodyHandlers.ofByteArray()), 201, "take " + digest);
  }

  void putManifest(String repository, String reference, byte[] manifest) throws IOException {
    HttpRequest.Builder put =
        get(repository + "/manifests/" + reference)
            .header("Content-Type", MANIFEST)
            .PUT(BodyPublishers.ofByteArray(manifest));
    String what = "take the manifest of " + repository + ":" + reference;
    expect(send(repository, put, BodyHandlers.ofByteArray()), 201, what);
  }

  private URI base() {
    return URI.create((isLoopback(host) ? "http://" : "https://") + host + "/v2/");
  }

  private HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(base().resolve(path)).timeout(ANSWER);
  }

  private <T> HttpResponse<T> send(
      String repository, HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
      throws IOException {
    String known = authorization.get(repository);
    if (known != null) {
      request.setHeader("Authorization", known);
    }
    try {
      HttpResponse<T> answer = http.send(request.build(), body);
      if (answer.statusCode() != 401) {
        return answer;
      }
      Optional<String> header = login.answer(answer.headers(), repository);
      if (header.isEmpty()) {
        return answer;
      }
      authorization.put(repository, header.get());
      return http.send(request.setHeader("Authorization", header.get()).build(), body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("not waited for registry " + host);
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new TroubleException("registry " + host + " does not answer: " + why, false, e);
    }
  }

  private boolean found(HttpResponse<?> answer, String what) throws IOException {
    if (answer.statusCode() == 404) {
      return false;
    }
    expect(answer, 200, what);
    return true;
  }

  private void expect(HttpResponse<?> answer, int status, String what) throws IOException {
    int given = answer.statusCode();
    boolean refused = given == 401 || given == 403;
    if (given != status) {
      String said =
          answer.body() instanceof byte[] body
              ? ": " + new String(body, StandardCharsets.UTF_8).strip()
              : "";
      throw new TroubleException(
          "registry " + host + " did not " + what + " (status " + given + said + ")",
          refused,
          null);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** The registry does not answer, or not as it should. */
  static final class TroubleException extends IOException {
    private static final long serialVersionUID = 1L;
    private final boolean refused;

    TroubleException(String message, boolean refused, @Nullable IOException cause) {
      super(message, cause);
      this.refused = refused;
    }

    /** Whether it wants other credentials than it got. */
    boolean refused() {
      return refused;
    }
  }
}
