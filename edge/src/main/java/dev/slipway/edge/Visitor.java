package dev.slipway.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows of who sends it, as far as that decides which release answers.
 *
 * @param cookies the Cookie fields as sent
 * @param wanted the release that is asked for by name, such as {@code v7}
 * @param point decides for who is new; the same for all tries of a request
 */
record Visitor(List<String> cookies, @Nullable String wanted, int point) {
  /** Keeps a visitor with the release that answered. */
  static final String COOKIE = "slipway-release";

  /** Asks for a release by name, also for one that gets no requests otherwise. */
  static final String WANTED = "X-Slipway-Release";

  /** Who only one release is there for. */
  static final Visitor ANYBODY = new Visitor(List.of(), null, 0);

  /** Reads what the request shows, where it matters. */
  static Visitor of(MultiMap headers, Backend backend) {
    String wanted = headers.get(WANTED);
    return backend.shared() || wanted != null
        ? new Visitor(headers.getAll(HttpHeaders.COOKIE), wanted, backend.nextPoint())
        : ANYBODY;
  }

  boolean asksFor(int release) {
    return wanted != null && wanted.equals("v" + release);
  }

  /** Whether one of the cookies has the value. */
  boolean carries(String mark) {
    String pair = COOKIE + "=" + mark;
    for (String field : cookies) {
      for (int at = field.indexOf(pair); at >= 0; at = field.indexOf(pair, at + 1)) {
        int end = at + pair.length();
        boolean begins = at == 0 || field.charAt(at - 1) == ' ' || field.charAt(at - 1) == ';';
        if (begins && (end == field.length() || field.charAt(end) == ';')) {
          return true;
        }
      }
    }
    return false;
  }

  /** The Set-Cookie field that keeps a visitor with the release, below the path. */
  static String keepingWith(Balancer release, String path) {
    return COOKIE + "=" + release.mark() + "; Path=" + path + "; HttpOnly; SameSite=Lax";
  }
}
