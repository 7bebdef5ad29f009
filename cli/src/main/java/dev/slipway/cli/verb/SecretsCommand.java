package dev.slipway.cli.verb;

import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Secrets of builds and services; says what can be done with them. */
@Command(
    name = "secrets",
    description = "Sets, lists and removes what builds and services need and nobody may see.",
    footer = {"", "Example: slipway secrets set acme/shop NPM_TOKEN < TOKEN-FILE"})
public final class SecretsCommand extends Verb {
  public SecretsCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    throw CommandFailed.usage(
        "say what to do with secrets: set, ls or rm", "Example: slipway secrets ls acme/shop");
  }
}
