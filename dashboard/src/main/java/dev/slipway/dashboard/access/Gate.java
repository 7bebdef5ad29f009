package dev.slipway.dashboard.access;

import dev.slipway.core.access.Principal;
import dev.slipway.core.access.Tokens;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Caller;
import dev.slipway.dashboard.http.Offload;
import dev.slipway.dashboard.http.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in that carry a valid API token or browser session, before a byte of their body is
 * read. Requests with a session must also come from a page of ours. Safe for concurrent use.
 */
public final class Gate {
  private static final String BEARER = "Bearer ";

  private final Tokens tokens;
  private final SessionCookie cookie;
  private final OwnOrigin origin;
  private final Offload offload;

  public Gate(Tokens tokens, SessionCookie cookie, OwnOrigin origin, Offload offload) {
    this.tokens = tokens;
    this.cookie = cookie;
    this.origin = origin;
    this.offload = offload;
  }

  /** Lets known callers in; others get a 401, or a browser the sign-in page. */
  public void admit(RoutingContext request) {
    identify(
        request,
        caller -> {
          if (caller.isPresent()) {
            request.put(Call.CALLER, caller.get());
            request.next();
          } else if (request.request().method().equals(HttpMethod.GET) && Call.wantsPage(request)) {
            String back = URLEncoder.encode(request.request().uri(), StandardCharsets.UTF_8);
            request
                .response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, "/sign-in?return=" + back)
                .end();
          } else {
            request.fail(unknown());
          }
        });
  }

  /** Lets everybody in, and notes who it is where that can be told. */
  public void notice(RoutingContext request) {
    identify(
        request,
        caller -> {
          caller.ifPresent(known -> request.put(Call.CALLER, known));
          request.next();
        });
  }

  /**
   * Lets a changing request pass that carries an API token, or a session together with its CSRF
   * token in the header {@code X-CSRF-Token} or the form field {@code csrf}. After the body was
   * read.
   */
  public void demandIntent(RoutingContext request) {
    Caller caller = request.get(Call.CALLER);
    if (caller == null || caller.session() == null) {
      request.next();
      return;
    }
    String sent = request.request().getHeader("X-CSRF-Token");
    if (sent == null) {
      sent = request.request().getFormAttribute("csrf");
    }
    if (sent != null && caller.sentCsrfToken(sent)) {
      request.next();
    } else {
      request.fail(
          ProblemException.problem(
              403,
              "forged",
              "Not from a page of ours",
              "the request lacks its page's CSRF token; load the page again and repeat"));
    }
  }

  /**
   * Lets a WebSocket pass that carries an API token, or a session together with an origin of ours:
   * no CSRF token is sent along with one, and every browser tells the origin.
   */
  public void demandOwnOrigin(RoutingContext request) {
    Caller caller = request.get(Call.CALLER);
    boolean told = request.request().getHeader(HttpHeaders.ORIGIN) != null;
    if (caller == null || caller.session() == null || told) {
      request.next();
    } else {
      request.fail(
          ProblemException.problem(
              403, "cross-site", "Not from a page of ours", "the request names no origin"));
    }
  }

  private void identify(RoutingContext request, Consumer<Optional<Caller>> then) {
    // The body waits in the connection until its sender is known.
    request.request().pause();
    offload.call(
        request,
        () -> caller(request.request()),
        caller -> {
          then.accept(caller);
          // Only now: whoever reads the body has just begun to listen.
          if (request.get(Offload.UNREAD) == null) {
            request.request().resume();
          }
        });
  }

  private Optional<Caller> caller(HttpServerRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      // A token that is wrong is not made good by a cookie.
      return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
          ? find(authorization.substring(BEARER.length()).strip(), null)
          : Optional.empty();
    }
    String session = cookie.of(request);
    if (session == null) {
      return Optional.empty();
    }
    if (!origin.sent(request)) {
      throw ProblemException.problem(
          403, "cross-site", "Not from a page of ours", "another site may not use this session");
    }
    return find(session, session);
  }

  private Optional<Caller> find(String token, @Nullable String session) {
    Optional<Principal> principal = tokens.find(token);
    return principal.map(known -> new Caller(known, session));
  }

  private static ProblemException unknown() {
    return ProblemException.problem(
        401,
        "unauthenticated",
        "Not signed in",
        "send a valid token as `Authorization: Bearer TOKEN`, or sign in at /sign-in");
  }
}
