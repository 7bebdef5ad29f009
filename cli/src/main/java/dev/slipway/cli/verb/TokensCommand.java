package dev.slipway.cli.verb;

import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** API tokens; says what can be done with them. */
@Command(
    name = "tokens",
    description = "Makes, lists and revokes your API tokens.",
    footer = {"", "Example: slipway tokens add \"release script\" --role developer --days 90"})
public final class TokensCommand extends Verb {
  public TokensCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    throw CommandFailed.usage(
        "say what to do with tokens: add, ls or rm", "Example: slipway tokens ls");
  }
}
