package dev.slipway.dashboard.access;

import dev.slipway.core.access.Session;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that holds a session's token. Over https it carries the {@code __Host-} prefix, which
 * keeps other hosts and plain connections from setting it. Browsers take that prefix over https
 * only, so an installation without has another name.
 *
 * @see <a href="https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie">prefixes
 *     of cookie names</a>
 */
public record SessionCookie(boolean secure) {
  private String name() {
    return secure ? "__Host-slipway" : "slipway";
  }

  /** The session's token; null when the request has none. */
  @Nullable String of(HttpServerRequest request) {
    Cookie cookie = request.getCookie(name());
    return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
  }

  /** The value of a Set-Cookie header that starts a session. */
  String start(String token) {
    return cookie(token).setMaxAge(Session.LONGEST.toSeconds()).encode();
  }

  /** The value of a Set-Cookie header that ends it. */
  String end() {
    return cookie("").setMaxAge(0).encode();
  }

  private Cookie cookie(String value) {
    return Cookie.cookie(name(), value)
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.LAX)
        .setPath("/");
  }
}
