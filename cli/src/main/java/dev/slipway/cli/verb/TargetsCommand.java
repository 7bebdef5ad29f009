package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import picocli.CommandLine.Command;

/** The places where containers run. */
@Command(
    name = "targets",
    description = "Lists where containers run, and whether it answers.",
    footer = {"", "Example: slipway targets"})
public final class TargetsCommand extends Verb {
  public TargetsCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode targets = api().listAll("targets");
    if (json) {
      printJson(targets);
      return ExitCode.OK;
    }
    Table table = new Table("TARGET", "TYPE", "ANSWERS", "SERVICES", "TROUBLE");
    for (JsonNode each : targets.path("items")) {
      table.row(
          Json.text(each, "name"),
          Json.text(each, "type"),
          each.path("reachable").asBoolean() ? "yes" : "no",
          Json.text(each, "services"),
          Json.text(each.path("trouble"), "message"));
    }
    table.print(shell);
    return ExitCode.OK;
  }
}
