package dev.slipway.dashboard;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.account.ForgeException;
import dev.slipway.dashboard.api.ForgeProblem;
import dev.slipway.dashboard.http.Answer;
import dev.slipway.dashboard.http.Call;
import dev.slipway.dashboard.http.Caller;
import dev.slipway.dashboard.http.ProblemDetails;
import dev.slipway.dashboard.http.ProblemException;
import dev.slipway.dashboard.ops.Metrics;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every answer carries for its reader's safety, and what becomes of calls that end badly: a
 * problem for programs, a page for browsers, a trace for the log only where it is our fault. Safe
 * for concurrent use.
 */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** Nothing inline, nothing from elsewhere, no framing. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final int INTERNAL = 500;

  private final Metrics metrics;
  private final ErrorPage page;

  Failures(Metrics metrics, ErrorPage page) {
    this.metrics = metrics;
    this.page = page;
  }

  /** Sets the headers that every answer has, and counts it once it is out. */
  void harden(RoutingContext request) {
    request
        .response()
        .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "same-origin")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Vary", "Accept, Cookie");
    request.addEndHandler(_ -> metrics.answered(request.response().getStatusCode()));
  }

  /** Answers a call that failed. */
  void tell(RoutingContext request) {
    ProblemDetails details = details(request.failure(), request.statusCode());
    if (details.status() == INTERNAL) {
      LOG.error(
          "{} {} failed", request.request().method(), request.request().path(), request.failure());
    }
    if (request.response().headWritten()) {
      request.response().reset();
      return;
    }
    @Nullable Caller caller = request.get(Call.CALLER);
    boolean toBrowser = Call.wantsPage(request);
    Answer answer =
        toBrowser
            ? Answer.page(details.status(), page.render(details, caller))
            : Answer.problem(details);
    if (request.failure() instanceof ForgeException forge
        && ForgeProblem.retryAfterSeconds(forge) > 0) {
      answer = answer.with("Retry-After", Long.toString(ForgeProblem.retryAfterSeconds(forge)));
    }
    answer.send(request.response());
  }

  /** With which status a call is answered that ended so. */
  static int status(Exception failure) {
    return details(failure, INTERNAL).status();
  }

  private static ProblemDetails details(@Nullable Throwable failure, int status) {
    if (failure instanceof ProblemException problem) {
      return problem.details();
    }
    if (failure instanceof InvalidValueException invalid) {
      return ProblemDetails.of(
          422, "invalid", "Invalid values", Objects.requireNonNullElse(invalid.getMessage(), ""));
    }
    if (failure instanceof StoreUnavailableException away) {
      return ProblemDetails.of(
          503,
          "store-away",
          "Not available now",
          Objects.requireNonNullElse(away.getMessage(), "Redis is away") + "; try again");
    }
    if (failure instanceof ForgeException forge) {
      return ForgeProblem.of(forge);
    }
    if (status == 413) {
      return ProblemDetails.of(
          413, "too-large", "Body too large", "the body may have at most 1 MB; send less");
    }
    if (status == 400) {
      return ProblemDetails.of(
          400, "unreadable", "Request cannot be read", "the request is not well-formed");
    }
    return ProblemDetails.of(
        INTERNAL,
        "internal",
        "Slipway failed",
        "this is no fault of the request; try again, and look into the server's log if it stays");
  }

  static ProblemException unknownPath(String path) {
    return ProblemException.problem(
        404, "unknown-path", "Not found", "there is nothing at " + path + "; see /openapi.yaml");
  }

  static ProblemException wrongMethod(String method, String path, String allowed) {
    return ProblemException.problem(
        405,
        "wrong-method",
        "Method not allowed",
        method + " is not possible at " + path + "; use " + allowed);
  }

  /** Renders a problem for people. */
  @FunctionalInterface
  interface ErrorPage {
    String render(ProblemDetails details, @Nullable Caller caller);
  }
}
