package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import picocli.CommandLine.Command;

/** The list of repositories. */
@Command(
    name = "ls",
    description = "Lists the repositories that Slipway builds.",
    footer = {"", "Example: slipway repos ls"})
public final class ReposListCommand extends Verb {
  public ReposListCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    return list(this);
  }

  static ExitCode list(Verb verb) {
    ObjectNode repositories = verb.api().listAll("repositories");
    if (verb.json) {
      verb.printJson(repositories);
      return ExitCode.OK;
    }
    Table table = new Table("NAME", "FORGE", "BRANCH", "ENABLED", "CLONE URL", "ID");
    for (JsonNode each : repositories.path("items")) {
      table.row(
          Json.text(each, "name"),
          Json.text(each, "forge"),
          Json.text(each, "default_branch"),
          each.path("enabled").asBoolean() ? "yes" : "no",
          Json.text(each, "clone_url"),
          Json.text(each, "id"));
    }
    table.print(verb.shell);
    if (repositories.path("items").isEmpty()) {
      verb.shell.say(
          "There is no repository yet: slipway accounts add FORGE, or slipway repos add OWNER/NAME");
    }
    return ExitCode.OK;
  }
}
