package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.api.ReleaseNumber;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes back to an earlier release. */
@Command(
    name = "rollback",
    description = {
      "Rolls a service back to an earlier release, without a failed request, and waits for it.",
      "Without a release, to the one before. On a terminal it asks first."
    },
    footer = {"", "Example: slipway rollback shop v3 --reason 'checkout is broken'"})
public final class RollbackCommand extends RolloutVerb {
  @Parameters(index = "0", paramLabel = "SERVICE", description = "Name, where unique, or id.")
  String service = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RELEASE",
      description = "Its number: v3 or 3.")
  @Nullable String release;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  @Option(names = "--force", description = "Also past a release marked as not reversible.")
  boolean force;

  public RollbackCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode body = Json.object();
    if (release != null) {
      body.put("release", ReleaseNumber.parse(release));
    }
    if (force) {
      body.put("force", true);
    }
    JsonNode found = lookup().service(service);
    if (!yes && !shell.confirm(question(found, body))) {
      shell.say("Nothing was rolled back.");
      return ExitCode.CANCELED;
    }
    return rollOut(found, "rollback", body, "Rolling back");
  }

  private static String question(JsonNode found, ObjectNode body) {
    String live = Json.text(found, "release");
    String to = body.has("release") ? "v" + Json.text(body, "release") : "the release before";
    return "Roll %s (%s) back%s to %s?"
        .formatted(
            Json.text(found, "name"),
            Json.text(found, "environment"),
            live.isEmpty() ? "" : " from v" + live,
            to);
  }
}
