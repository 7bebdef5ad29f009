package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Connected accounts of forges; without a further word, the list of them. */
@Command(
    name = "accounts",
    description = "Lists, connects and disconnects accounts of forges, and what they can see.",
    footer = {"", "Example: slipway accounts add github < TOKEN-FILE"})
public final class AccountsCommand extends Verb {
  public AccountsCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode accounts = api().listAll("accounts");
    if (json) {
      printJson(accounts);
      return ExitCode.OK;
    }
    AccountTable table = new AccountTable(this);
    accounts.path("items").forEach(table::row);
    table.print();
    if (accounts.path("items").isEmpty()) {
      shell.say("No account is connected yet: slipway accounts add FORGE");
    }
    return ExitCode.OK;
  }
}
