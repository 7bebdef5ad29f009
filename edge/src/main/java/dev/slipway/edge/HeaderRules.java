package dev.slipway.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which header fields pass, and which the edge sets.
 *
 * <p>Fields that belong to a single connection (RFC 9110, 7.6.1) do not pass, nor do those that a
 * {@code Connection} field names. {@code Host} passes as sent. Every client counts as untrusted:
 * its {@code X-Forwarded-Proto}, {@code -Host} and {@code -Port}, {@code X-Real-IP} and {@code
 * Forwarded} are replaced or dropped, and its address is appended to {@code X-Forwarded-For}, so
 * that only the last entry of that is proven. {@code Server} passes untouched, and no {@code Via}
 * is added, because some servers stop compressing when they see one.
 */
final class HeaderRules {
  static final String REQUEST_ID = "X-Request-Id";
  static final String FORWARDED_FOR = "X-Forwarded-For";
  static final String FORWARDED_PROTO = "X-Forwarded-Proto";
  static final String FORWARDED_HOST = "X-Forwarded-Host";

  private static final List<String> OF_ONE_CONNECTION =
      List.of(
          "connection",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "transfer-encoding",
          "upgrade");

  /** What an instance would believe although a client can write it; Proxy is CVE-2016-5385. */
  private static final List<String> FORGEABLE =
      List.of("forwarded", "x-forwarded-port", "x-real-ip", "proxy");

  private static final int LONGEST_ID = 128;

  private HeaderRules() {}

  /** Copies the request's fields, but those that frame the body. */
  static void toInstance(MultiMap from, MultiMap to, Origin origin) {
    copyEndToEnd(from, to);
    for (String name : FORGEABLE) {
      to.remove(name);
    }
    joinCookies(to);
    to.set(HttpHeaders.HOST, origin.host());
    String before = String.join(", ", from.getAll(FORWARDED_FOR));
    to.set(FORWARDED_FOR, before.isEmpty() ? origin.address() : before + ", " + origin.address());
    to.set(FORWARDED_PROTO, origin.scheme());
    to.set(FORWARDED_HOST, origin.host());
    to.set(REQUEST_ID, origin.requestId());
  }

  /** Copies the answer's fields, but those that frame the body. */
  static void toClient(MultiMap from, MultiMap to) {
    copyEndToEnd(from, to);
  }

  /** The client's id for its request, or a new one where it gave none that can be believed. */
  static String requestId(@Nullable String given) {
    if (given != null && given.length() <= LONGEST_ID && isPlain(given)) {
      return given;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return HexFormat.of().toHexDigits(random.nextLong())
        + HexFormat.of().toHexDigits(random.nextLong());
  }

  /** Whether a list-valued field has the token. */
  static boolean lists(MultiMap headers, CharSequence field, String token) {
    for (String value : headers.getAll(field)) {
      for (String entry : value.split(",", -1)) {
        if (entry.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  private static void copyEndToEnd(MultiMap from, MultiMap to) {
    to.addAll(from);
    if (from.contains(HttpHeaders.CONNECTION)) {
      for (String value : from.getAll(HttpHeaders.CONNECTION)) {
        for (String named : value.split(",", -1)) {
          to.remove(named.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    for (String name : OF_ONE_CONNECTION) {
      to.remove(name);
    }
    to.remove(HttpHeaders.CONTENT_LENGTH);
  }

  /** HTTP/2 may split the field, HTTP/1.1 may not (RFC 9113, 8.2.3). */
  private static void joinCookies(MultiMap headers) {
    List<String> cookies = headers.getAll(HttpHeaders.COOKIE);
    if (cookies.size() > 1) {
      headers.set(HttpHeaders.COOKIE, String.join("; ", cookies));
    }
  }

  private static boolean isPlain(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c > '~' || c == '"' || c == '<' || c == '>' || c == '&') {
        return false;
      }
    }
    return !id.isEmpty();
  }

  /**
   * Where a request comes from, as the instance is told.
   *
   * @param address of the client's socket
   * @param host as the client sent it
   */
  record Origin(String address, String scheme, String host, String requestId) {}
}
