package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Looks at the webhook of a repository. */
@Command(
    name = "check",
    description = {
      "Looks whether the webhook is as it should be at the forge, and repairs it.",
      "Exits with 1 where a person has to."
    },
    footer = {"", "Example: slipway repos check acme/shop"})
public final class ReposCheckCommand extends Verb {
  @Parameters(paramLabel = "REPO", description = "Name or id.")
  String repository = "";

  public ReposCheckCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode found = lookup().repository(repository);
    JsonNode hook =
        api()
            .post(Api.path("repositories", Json.text(found, "id"), "hook", "check"), Json.object());
    if (json) {
      printJson(hook);
    } else {
      Table table = new Table("NAME", "WEBHOOK", "DETAIL", "URL");
      table.row(
          Json.text(found, "name"),
          Json.text(hook, "state"),
          Json.text(hook, "detail"),
          Json.text(hook, "webhook_url"));
      table.print(shell);
    }
    return Json.text(hook, "state").equals("by_hand") ? ExitCode.FAILED : ExitCode.OK;
  }
}
