package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops a run. */
@Command(
    name = "cancel",
    description = "Stops a run; what it has copied stays.",
    footer = {"", "Example: slipway sync cancel run_01kan0"})
public final class SyncCancelCommand extends Verb {
  @Parameters(paramLabel = "RUN", description = "As `slipway sync runs` lists it.")
  String run = "";

  public SyncCancelCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode stopped = api().post(Api.path("sync", "runs", run, "cancel"), Json.object());
    if (json) {
      printJson(stopped);
    } else {
      shell.print(Json.text(stopped, "status"));
    }
    return ExitCode.OK;
  }
}
