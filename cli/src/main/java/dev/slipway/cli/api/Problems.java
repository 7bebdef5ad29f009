package dev.slipway.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.login.Connection;
import java.net.http.HttpHeaders;

/**
 * Turns answers that are no success into failures a person can read.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, problem details</a>
 */
final class Problems {
  private final Connection connection;

  Problems(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param body the answer's JSON; missing where it was none
   */
  CommandFailed failure(int status, JsonNode body, HttpHeaders headers) {
    String message = message(status, body);
    String hint = or(body.path("hint").asText(""), onlyHint(body.path("problems")));
    return switch (status) {
      case 400, 413, 422 -> new CommandFailed(ExitCode.USAGE, message, hint);
      case 401 -> new CommandFailed(ExitCode.NOT_ALLOWED, message, or(hint, signInHint()));
      case 403 -> new CommandFailed(ExitCode.NOT_ALLOWED, message, hint);
      case 404 -> new CommandFailed(ExitCode.NOT_FOUND, message, hint);
      case 429, 502, 503, 504 -> new Unreachable(message, hint);
      default ->
          status >= 300 && status < 400
              ? redirected(headers)
              : new CommandFailed(ExitCode.FAILED, message, hint);
    };
  }

  private static String message(int status, JsonNode body) {
    String title = body.path("title").asText("");
    String detail = body.path("detail").asText("");
    var message = new StringBuilder(title.isEmpty() ? "the server answered " + status : title);
    if (!detail.isEmpty()) {
      message.append(": ").append(detail);
    }
    // One problem stands in the detail already.
    JsonNode problems = body.path("problems");
    if (problems.size() > 1 || detail.isEmpty()) {
      problems.forEach(problem -> message.append("\n  ").append(line(problem)));
    }
    return message.toString();
  }

  /** What to do about a problem of which the detail says only what it is. */
  private static String onlyHint(JsonNode problems) {
    return problems.size() == 1 ? problems.path(0).path("hint").asText("") : "";
  }

  private static String line(JsonNode problem) {
    var line = new StringBuilder(problem.path("path").asText(""));
    if (problem.path("line").asInt(0) > 0) {
      line.append(" (line ")
          .append(problem.path("line").asInt())
          .append(", column ")
          .append(problem.path("column").asInt())
          .append(')');
    }
    line.append(line.isEmpty() ? "" : ": ").append(problem.path("message").asText(""));
    String hint = problem.path("hint").asText("");
    return hint.isEmpty() ? line.toString() : line + "; " + hint;
  }

  private String signInHint() {
    return connection.token() == null
        ? "sign in: slipway login " + connection.url()
        : "the token that was sent is not valid there; sign in anew: slipway login "
            + connection.url();
  }

  private CommandFailed redirected(HttpHeaders headers) {
    return new CommandFailed(
        ExitCode.USAGE,
        "%s sends callers on to %s"
            .formatted(connection.url(), headers.firstValue("Location").orElse("another address")),
        "tokens are not sent on; give the right address by --url or SLIPWAY_URL");
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }
}
