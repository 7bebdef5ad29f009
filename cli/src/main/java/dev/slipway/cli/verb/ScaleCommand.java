package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Runs another number of containers. */
@Command(
    name = "scale",
    description = {
      "Runs another number of containers of a service, and waits for it.",
      "It holds until the pipeline file changes its own number."
    },
    footer = {"", "Example: slipway scale shop 3"})
public final class ScaleCommand extends RolloutVerb {
  @Parameters(index = "0", paramLabel = "SERVICE", description = "Name, where unique, or id.")
  String service = "";

  @Parameters(index = "1", paramLabel = "N", description = "How many containers.")
  int replicas;

  public ScaleCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    if (replicas < 1) {
      throw CommandFailed.usage(
          "a service cannot have " + replicas + " containers", "give a number from 1 on");
    }
    JsonNode found = lookup().service(service);
    return rollOut(found, "scale", Json.object().put("replicas", replicas), "Scaling");
  }
}
