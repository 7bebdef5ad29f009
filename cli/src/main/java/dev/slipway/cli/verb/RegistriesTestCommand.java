package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Signs in to a registry to see what it says. */
@Command(
    name = "test",
    description = {
      "Signs in to a registry as Slipway would, and tells what came back.",
      "Ends with 1 where it cannot be used so."
    },
    footer = {"", "Example: slipway registries test ghcr.io"})
public final class RegistriesTestCommand extends Verb {
  @Parameters(paramLabel = "HOST", description = "One that is known, or any other.")
  String host = "";

  public RegistriesTestCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode findings = api().post(Api.path("registries", host, "test"), Json.object());
    if (json) {
      printJson(findings);
    } else {
      Table table = new Table("", "FOUND", "NEXT");
      for (JsonNode remark : findings.path("remarks")) {
        table.row(
            remark.path("well").asBoolean() ? "ok" : "wrong",
            Json.text(remark, "says"),
            Json.text(remark, "next"));
      }
      table.print(shell);
    }
    shell.out().flush();
    return findings.path("well").asBoolean() ? ExitCode.OK : ExitCode.FAILED;
  }
}
