package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.BuildOutcome;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops a build. */
@Command(
    name = "cancel",
    description = "Cancels a build that has not ended.",
    footer = {"", "Example: slipway cancel 'shop#12'"})
public final class CancelCommand extends Verb {
  @Parameters(paramLabel = "BUILD", description = "An id, REPO#NUMBER, or latest.")
  String build = "";

  public CancelCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    String id = Json.text(lookup().build(build), "id");
    JsonNode after = api().post(Api.path("builds", id, "cancel"), Json.object());
    if (json) {
      printJson(after);
    } else {
      new BuildTable(this).row(after).print();
    }
    shell.out().flush();
    shell.say("%s: cancellation asked for.".formatted(BuildOutcome.name(after)));
    return ExitCode.OK;
  }
}
