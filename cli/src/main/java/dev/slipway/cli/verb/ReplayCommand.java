package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a delivery once more. */
@Command(
    name = "replay",
    description =
        "Decides on a delivery again, by the rules as they are now; builds what they want.",
    footer = {"", "Example: slipway deliveries replay dlv_01kan0"})
public final class ReplayCommand extends Verb {
  @Parameters(paramLabel = "ID", description = "The delivery.")
  String delivery = "";

  public ReplayCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode again = api().post(Api.path("deliveries", delivery, "replay"), Json.object());
    if (json) {
      printJson(again);
    } else {
      Table table = new Table("CHANGE", "REF", "DECISION", "RULE", "BUILD", "REASON");
      for (JsonNode change : again.path("changes")) {
        table.row(
            Json.text(change, "kind"),
            Json.text(change, "ref"),
            Json.text(change, "decision"),
            Json.text(change, "rule"),
            Json.text(change, "build_id"),
            Json.text(change, "reason"));
      }
      table.print(shell);
    }
    shell.out().flush();
    shell.say("Replayed; why: slipway deliveries --why " + Json.text(again, "delivery_id"));
    return ExitCode.OK;
  }
}
