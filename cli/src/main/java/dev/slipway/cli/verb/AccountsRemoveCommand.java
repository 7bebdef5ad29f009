package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Forgets an account. */
@Command(
    name = "rm",
    description = "Disconnects an account that no repository uses any more.",
    footer = {"", "Example: slipway accounts rm ada"})
public final class AccountsRemoveCommand extends Verb {
  @Parameters(paramLabel = "ACCOUNT", description = "Login, where it is unique, or id.")
  String account = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  public AccountsRemoveCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode found = lookup().account(account);
    String name = Json.text(found, "login") + " on " + Json.text(found, "forge");
    if (!yes && !shell.confirm("Disconnect %s?".formatted(name))) {
      shell.say("Nothing was disconnected.");
      return ExitCode.CANCELED;
    }
    api().delete(Api.path("accounts", Json.text(found, "id")));
    if (json) {
      printJson(found);
    }
    shell.say("%s was disconnected.".formatted(name));
    return ExitCode.OK;
  }
}
