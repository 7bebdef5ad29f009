package dev.slipway.dashboard.access;

import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Caller;
import dev.slipway.dashboard.http.ProblemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Tells what a person wants from what a foreign page makes their browser do. */
public final class Intent {
  private Intent() {}

  /**
   * Lets a request pass that carries an API token, or a session together with its CSRF token in the
   * header {@code X-CSRF-Token} or the form field {@code csrf}. After the body was read.
   *
   * @throws ProblemException for others
   */
  public static void demand(RoutingContext request) {
    @Nullable Caller caller = request.get(Call.CALLER);
    if (caller == null || caller.session() == null) {
      return;
    }
    String sent = request.request().getHeader("X-CSRF-Token");
    if (sent == null) {
      sent = request.request().getFormAttribute("csrf");
    }
    if (sent == null || !caller.sentCsrfToken(sent)) {
      throw ProblemException.problem(
          403,
          "forged",
          "Not from a page of ours",
          "the request lacks its page's CSRF token; load the page again and repeat");
    }
  }

  /**
   * Lets a WebSocket pass that carries an API token, or a session together with an origin of ours:
   * no CSRF token is sent along with one, and every browser tells the origin.
   *
   * @throws ProblemException for others
   */
  public static void demandOwnOrigin(RoutingContext request) {
    @Nullable Caller caller = request.get(Call.CALLER);
    boolean told = request.request().getHeader(HttpHeaders.ORIGIN) != null;
    if (caller != null && caller.session() != null && !told) {
      throw ProblemException.problem(
          403, "cross-site", "Not from a page of ours", "the request names no origin");
    }
  }
}
