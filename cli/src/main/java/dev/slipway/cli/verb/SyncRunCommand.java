package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.SyncFollower;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows a rule now. */
@Command(
    name = "run",
    description = {
      "Copies what a rule says, and waits for it; Ctrl-C leaves the run going on.",
      "Ends with 1 where something could not be copied, and with 3 where somebody stopped it."
    },
    footer = {"", "Example: slipway sync run redis"})
public final class SyncRunCommand extends Verb {
  @Parameters(paramLabel = "RULE", description = "As `slipway sync rules` lists it.")
  String rule = "";

  @Option(names = "--no-wait", description = "Do not wait for the run; print its id.")
  boolean noWait;

  public SyncRunCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode started = api().post(Api.path("sync", "rules", rule, "run"), Json.object());
    if (noWait) {
      if (json) {
        printJson(started);
      } else {
        shell.print(Json.text(started, "id"));
      }
      return ExitCode.OK;
    }
    SyncFollower follower = new SyncFollower(api(), shell);
    JsonNode ended = follower.follow(Json.text(started, "id"));
    if (json) {
      printJson(ended);
    } else {
      SyncRunTable table = new SyncRunTable(this);
      table.row(ended);
      table.print();
    }
    shell.out().flush();
    SyncFollower.tellTrouble(shell, ended);
    return switch (Json.text(ended, "status")) {
      case "succeeded" -> ExitCode.OK;
      case "canceled" -> ExitCode.CANCELED;
      default -> ExitCode.FAILED;
    };
  }
}
