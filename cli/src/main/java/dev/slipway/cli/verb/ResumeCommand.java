package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets rollouts and requests go on. */
@Command(
    name = "resume",
    description = {
      "Ends every pause of a service: requests go on, and the newest push that waits is deployed."
    },
    footer = {"", "Example: slipway resume shop"})
public final class ResumeCommand extends Verb {
  @Parameters(paramLabel = "SERVICE", description = "Name, where unique, or id.")
  String service = "";

  public ResumeCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode found = lookup().service(service);
    JsonNode accepted =
        api().post(Api.path("services", Json.text(found, "id"), "resume"), Json.object());
    if (json) {
      printJson(accepted);
    }
    shell.say("Pushes and requests of %s go on.".formatted(Json.text(found, "name")));
    return ExitCode.OK;
  }
}
