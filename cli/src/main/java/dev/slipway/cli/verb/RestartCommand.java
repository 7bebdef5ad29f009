package dev.slipway.cli.verb;

import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Replaces the containers of a service by new ones of the same release. */
@Command(
    name = "restart",
    description = {
      "Replaces all containers of a service by new ones, without a failed request, and waits.",
      "Secrets get their newest values."
    },
    footer = {"", "Example: slipway restart shop"})
public final class RestartCommand extends RolloutVerb {
  @Parameters(paramLabel = "SERVICE", description = "Name, where unique, or id.")
  String service = "";

  public RestartCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    return rollOut(lookup().service(service), "restart", Json.object(), "Restarting");
  }
}
