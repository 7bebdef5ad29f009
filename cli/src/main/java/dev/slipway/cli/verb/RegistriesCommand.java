package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Registries that Slipway signs in to; without a further word, the list of them. */
@Command(
    name = "registries",
    description = "Lists, adds, tests and forgets registries that Slipway signs in to.",
    footer = {"", "Example: slipway registries add ghcr.io --username ada < TOKEN-FILE"})
public final class RegistriesCommand extends Verb {
  public RegistriesCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode registries = api().listAll("registries");
    if (json) {
      printJson(registries);
      return ExitCode.OK;
    }
    RegistryTable table = new RegistryTable(this);
    registries.path("items").forEach(table::row);
    table.print();
    if (registries.path("items").isEmpty()) {
      shell.say("Slipway signs in nowhere yet: slipway registries add HOST --username NAME");
    }
    return ExitCode.OK;
  }
}
