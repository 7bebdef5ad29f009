package dev.slipway.dashboard.access;

import dev.slipway.core.access.Principal;
import dev.slipway.core.access.Role;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Caller;
import dev.slipway.dashboard.http.Offload;
import dev.slipway.dashboard.http.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides who may call what: it lets requests in that carry a valid API token or
 * browser session, whose role covers what the route demands, and whose limits allow it, before a
 * byte of their body is read. Requests with a session must also come from a page of ours. Safe for
 * concurrent use.
 */
public final class Gate {
  private static final String BEARER = "Bearer ";

  private final KnownCallers callers;
  private final SessionCookie cookie;
  private final OwnOrigin origin;
  private final RateLimits limits;
  private final Checks checks;
  private final Offload offload;

  public Gate(
      KnownCallers callers,
      SessionCookie cookie,
      OwnOrigin origin,
      RateLimits limits,
      Checks checks,
      Offload offload) {
    this.callers = callers;
    this.cookie = cookie;
    this.origin = origin;
    this.limits = limits;
    this.checks = checks;
    this.offload = offload;
  }

  /** What stands before a route. */
  public Handler<RoutingContext> entrance(Rule rule) {
    Role role = rule.role();
    return role == null ? this::notice : request -> admit(request, rule, role);
  }

  /** Lets known callers in who may; others get a 401, 403 or 429, or a browser the sign-in page. */
  private void admit(RoutingContext request, Rule rule, Role needed) {
    boolean counted = rule.path().startsWith("/api/") || !Call.wantsPage(request);
    RateLimits.@Nullable Standing address =
        counted ? limits.ofAddress(Call.address(request)) : null;
    if (address != null && address.exceeded()) {
      tell(request.response(), address);
      request.fail(tooMany(address));
      return;
    }
    aside(
        request,
        () -> look(request, rule, needed, counted),
        look -> {
          if (look.standing() != null) {
            tell(request.response(), look.standing());
          }
          if (look.problem() != null) {
            request.fail(look.problem());
          } else if (look.caller() == null) {
            refuseStranger(request);
          } else {
            request.next();
          }
        });
  }

  private Look look(RoutingContext request, Rule rule, Role needed, boolean counted) {
    Caller caller = caller(request.request()).orElse(null);
    if (caller == null) {
      return new Look(null, null, null);
    }
    request.put(Call.CALLER, caller);
    RateLimits.@Nullable Standing standing = counted ? limits.ofCaller(caller.by()) : null;
    if (standing != null && standing.exceeded()) {
      return new Look(caller, standing, tooMany(standing));
    }
    return new Look(caller, standing, checks.refusal(request, rule, needed, caller.principal()));
  }

  private static void refuseStranger(RoutingContext request) {
    if (request.request().method().equals(HttpMethod.GET) && Call.wantsPage(request)) {
      String back = URLEncoder.encode(request.request().uri(), StandardCharsets.UTF_8);
      request
          .response()
          .setStatusCode(303)
          .putHeader(HttpHeaders.LOCATION, "/sign-in?return=" + back)
          .end();
    } else {
      request.fail(unknown());
    }
  }

  /** Lets everybody in, and notes who it is where that can be told. */
  private void notice(RoutingContext request) {
    aside(
        request,
        () -> caller(request.request()),
        caller -> {
          caller.ifPresent(known -> request.put(Call.CALLER, known));
          request.next();
        });
  }

  private <T> void aside(RoutingContext request, Callable<T> work, Consumer<T> then) {
    // The body waits in the connection until its sender is known.
    request.request().pause();
    offload.call(
        request,
        work,
        result -> {
          then.accept(result);
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
          ? callers.byToken(authorization.substring(BEARER.length()).strip())
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
    return callers.bySession(session);
  }

  /** Tells how much of the minute is left. */
  private static void tell(HttpServerResponse response, RateLimits.Standing standing) {
    String reset = Long.toString(standing.resetSeconds());
    response
        .putHeader("RateLimit-Limit", Integer.toString(standing.limit()))
        .putHeader("RateLimit-Remaining", Integer.toString(Math.max(0, standing.remaining())))
        .putHeader("RateLimit-Reset", reset);
    if (standing.exceeded()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, reset);
    }
  }

  private static ProblemException tooMany(RateLimits.Standing standing) {
    return ProblemException.problem(
        429,
        "too-many-calls",
        "Too many calls",
        "more than %d calls in this minute; go on in %d s"
            .formatted(standing.limit(), standing.resetSeconds()));
  }

  private static ProblemException unknown() {
    return ProblemException.problem(
        401,
        "unauthenticated",
        "Not signed in",
        "send a valid token as `Authorization: Bearer TOKEN`, or sign in at /sign-in");
  }

  /** Tells why a known caller may not; null when they may. Writes down what it refuses. */
  @FunctionalInterface
  public interface Checks {
    @Nullable ProblemException refusal(
        RoutingContext request, Rule rule, Role needed, Principal principal);
  }

  private record Look(
      @Nullable Caller caller,
      RateLimits.@Nullable Standing standing,
      @Nullable ProblemException problem) {}
}
