package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has rollouts, or requests, wait. */
@Command(
    name = "pause",
    description = {
      "Has what pushes deploy to a service wait until it is resumed; what people ask for goes on.",
      "With --traffic, the edges hold its requests instead, as while a database is moved."
    },
    footer = {"", "Example: slipway pause shop --reason 'the sale is on'"})
public final class PauseCommand extends Verb {
  @Parameters(paramLabel = "SERVICE", description = "Name, where unique, or id.")
  String service = "";

  @Option(names = "--traffic", description = "Hold requests.")
  boolean traffic;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever comes later.")
  @Nullable String reason;

  public PauseCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode found = lookup().service(service);
    ObjectNode body = Json.object().put("what", traffic ? "traffic" : "deploys");
    if (reason != null) {
      body.put("reason", reason);
    }
    JsonNode accepted = api().post(Api.path("services", Json.text(found, "id"), "pause"), body);
    if (json) {
      printJson(accepted);
    }
    shell.say(
        "%s of %s; let them go on: slipway resume %s"
            .formatted(
                traffic ? "The edges hold the requests" : "Pushes do not change the release",
                Json.text(found, "name"),
                Json.text(found, "id")));
    return ExitCode.OK;
  }
}
