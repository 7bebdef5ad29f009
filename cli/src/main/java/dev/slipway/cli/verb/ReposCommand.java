package dev.slipway.cli.verb;

import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Repositories; without a further word, the list of them. */
@Command(
    name = "repos",
    description = "Lists, adds, sets, checks and removes the repositories that Slipway builds.",
    footer = {
      "",
      "Example: slipway repos add acme/shop --forge github"
          + " --clone-url https://github.com/acme/shop.git"
    })
public final class ReposCommand extends Verb {
  public ReposCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    return ReposListCommand.list(this);
  }
}
