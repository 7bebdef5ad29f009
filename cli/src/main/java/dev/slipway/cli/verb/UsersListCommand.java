package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Lists the people who may sign in. */
@Command(
    name = "ls",
    description = "Lists the people who may sign in.",
    footer = {"", "Example: slipway users ls"})
public final class UsersListCommand extends Verb {
  public UsersListCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode users = api().listAll("users");
    if (json) {
      printJson(users);
      return ExitCode.OK;
    }
    UserTable table = new UserTable(this);
    users.path("items").forEach(table::row);
    table.print();
    return ExitCode.OK;
  }
}
