package dev.slipway.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, read once from the head of its request.
 *
 * @param target in origin form, or {@code *}
 * @param authority the host as sent, with its port
 * @param host as {@link HostName} writes it
 * @param length of the body; null when there is none, or when it is not known before its end
 * @param chunked whether there is a body of unknown length
 * @param upgrade the protocol that the client wants to change to; null for an ordinary request
 */
record Ask(
    HttpMethod method,
    String target,
    String authority,
    String host,
    @Nullable String length,
    boolean chunked,
    @Nullable String upgrade)
    implements Reading {

  /** RFC 9110, 9.2.2: doing it twice is like doing it once. */
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.TRACE);

  /** Of these a body has no meaning. */
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

  /** Reads the head; says what is wrong with one that must not be passed on. */
  static Reading read(HttpServerRequest request) {
    MultiMap headers = request.headers();
    HttpMethod method = request.method();
    if (method.equals(HttpMethod.CONNECT)) {
      return new Unreadable(Problem.noTunnel(method.name()));
    }
    if (headers.getAll(HttpHeaders.HOST).size() > 1) {
      return unreadable("It has more than one Host field.");
    }
    String coding = String.join(",", headers.getAll(HttpHeaders.TRANSFER_ENCODING));
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    boolean chunked = coding.equalsIgnoreCase("chunked");
    if (!coding.isEmpty() && (!chunked || length != null)) {
      return unreadable(
          "Its body has a Transfer-Encoding other than chunked, or a Content-Length beside it.");
    }
    if (length != null && !isLength(length)) {
      return unreadable("Its Content-Length is no number.");
    }
    String target = request.uri();
    String authority = authority(request);
    if (!target.startsWith("/") && !target.equals("*")) {
      try {
        URI uri = URI.create(target);
        authority = uri.getRawAuthority();
        target = originForm(uri);
      } catch (IllegalArgumentException _) {
        return unreadable("Its target is no URI.");
      }
    }
    String host = HostName.parse(authority);
    if (authority == null || host == null) {
      return unreadable("It names no host, or one that cannot be.");
    }
    // HTTP/2 frames a body of unknown length by itself, and only the end of the stream says that
    // there is none.
    boolean framed = request.version() == HttpVersion.HTTP_2 && !READING.contains(method);
    boolean unknown = chunked || (framed && length == null);
    boolean body = unknown || (length != null && !length.equals("0"));
    String upgrade = body ? null : upgrade(request);
    return new Ask(method, target, authority, host, length, unknown, upgrade);
  }

  /** As announced; 0 where nothing is. */
  long bodyBytes() {
    return length == null ? 0 : Long.parseLong(length);
  }

  boolean hasBody() {
    return chunked || (length != null && !length.equals("0"));
  }

  /** Whether it may be sent again when nobody can have received it. */
  boolean idempotent() {
    return IDEMPOTENT.contains(method);
  }

  /** Whether it may be sent again although a kept connection may have taken it. */
  boolean repeatable() {
    boolean reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    return reads && !hasBody();
  }

  /** HTTP/2 has it in a field of its own (RFC 9113, 8.3.1). */
  private static @Nullable String authority(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      return request.headers().get(HttpHeaders.HOST);
    }
    HostAndPort authority = request.authority();
    if (authority == null) {
      return null;
    }
    return authority.port() < 0 ? authority.host() : authority.host() + ":" + authority.port();
  }

  private static boolean isLength(String text) {
    return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(Ask::isDigit);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static Unreadable unreadable(String what) {
    return new Unreadable(Problem.badRequest(what));
  }

  private static String originForm(URI uri) {
    String path = uri.getRawPath();
    String shown = path == null || path.isEmpty() ? "/" : path;
    return uri.getRawQuery() == null ? shown : shown + "?" + uri.getRawQuery();
  }

  /** HTTP/2 without TLS is between client and edge. */
  private static @Nullable String upgrade(HttpServerRequest request) {
    String protocol = request.getHeader(HttpHeaders.UPGRADE);
    boolean wanted =
        protocol != null
            && !protocol.equalsIgnoreCase("h2c")
            && request.method().equals(HttpMethod.GET)
            && request.version() == HttpVersion.HTTP_1_1
            && HeaderRules.lists(request.headers(), HttpHeaders.CONNECTION, "upgrade");
    return wanted ? protocol : null;
  }
}
