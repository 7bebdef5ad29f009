package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;

/** What a build that has ended means to the person and to the shell. */
public final class BuildOutcome {
  private BuildOutcome() {}

  public static ExitCode exitCode(JsonNode build) {
    return switch (Json.text(build, "status")) {
      case "succeeded", "skipped" -> ExitCode.OK;
      case "canceled" -> ExitCode.CANCELED;
      default ->
          Json.text(build.path("failure"), "kind").equals("timeout")
              ? ExitCode.CANCELED
              : ExitCode.FAILED;
    };
  }

  /** {@code shop#12} in full. */
  public static String name(JsonNode build) {
    return Json.text(build, "repository") + "#" + Json.text(build, "number");
  }

  /** Says how it ended and, where it failed, why and what to do. */
  public static void tell(Shell shell, JsonNode build) {
    String reason = Json.text(build, "reason");
    JsonNode failure = build.path("failure");
    String why = Json.text(failure, "message").isEmpty() ? reason : Json.text(failure, "message");
    shell.say(
        "%s %s%s"
            .formatted(name(build), Json.text(build, "status"), why.isEmpty() ? "." : ": " + why));
    for (JsonNode problem : failure.path("problems")) {
      shell.say(
          "  %s line %s: %s"
              .formatted(
                  Json.text(problem, "path"),
                  Json.text(problem, "line"),
                  Json.text(problem, "message")));
    }
    String hint = Json.text(failure, "hint");
    if (!hint.isEmpty()) {
      shell.say(hint);
    }
  }
}
