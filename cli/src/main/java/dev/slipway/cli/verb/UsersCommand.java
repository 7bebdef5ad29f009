package dev.slipway.cli.verb;

import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** The people who may sign in; says what can be done with them. */
@Command(
    name = "users",
    description = "Adds, lists and changes the people who may sign in; for administrators.",
    footer = {"", "Example: slipway users add grace --role developer"})
public final class UsersCommand extends Verb {
  public UsersCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    throw CommandFailed.usage(
        "say what to do with users: add, ls, role, password, disable, enable or rm",
        "Example: slipway users ls");
  }
}
