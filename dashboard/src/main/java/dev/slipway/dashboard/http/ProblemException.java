package dev.slipway.dashboard.http;

import dev.slipway.core.pipeline.Problem;
import java.util.List;

/** Ends a call with a problem that is told to the caller. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ProblemDetails details;

  public ProblemException(ProblemDetails details) {
    super(details.detail(), null, false, false);
    this.details = details;
  }

  public ProblemDetails details() {
    return details;
  }

  /** There is no such thing; {@code what} is its kind in one word. */
  public static ProblemException notFound(String what, String id) {
    return problem(404, "not-found", "Not found", "there is no " + what + " \"" + id + "\"");
  }

  /** The request does not fit the state that the thing is in. */
  public static ProblemException conflict(String detail) {
    return problem(409, "conflict", "Not possible now", detail);
  }

  /** The request cannot be read at all. */
  public static ProblemException unreadable(String detail) {
    return problem(400, "unreadable", "Request cannot be read", detail);
  }

  /** The request can be read, and one value in it cannot be right. */
  public static ProblemException invalid(String path, String message, String hint) {
    return invalid(List.of(new Problem(path, 0, 0, message, hint)));
  }

  /** The request can be read, and these things in it cannot be right. */
  public static ProblemException invalid(List<Problem> problems) {
    String detail =
        problems.size() == 1
            ? problems.getFirst().toString()
            : problems.size() + " things are wrong; see problems";
    return new ProblemException(
        new ProblemDetails("urn:slipway:problem:invalid", "Invalid values", 422, detail, problems));
  }

  /** A problem of any other type. */
  public static ProblemException problem(int status, String name, String title, String detail) {
    return new ProblemException(ProblemDetails.of(status, name, title, detail));
  }
}
