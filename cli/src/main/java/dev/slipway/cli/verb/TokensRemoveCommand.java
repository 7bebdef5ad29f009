package dev.slipway.cli.verb;

import dev.slipway.cli.api.Api;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Revokes an API token. */
@Command(
    name = "rm",
    description = "Revokes an API token; nothing accepts it any more.",
    footer = {"", "Example: slipway tokens rm tok_01kan0"})
public final class TokensRemoveCommand extends Verb {
  @Parameters(paramLabel = "ID", description = "As `slipway tokens ls` lists it.")
  String id = "";

  @Option(names = "--all", description = "Also somebody else's; for administrators.")
  boolean all;

  public TokensRemoveCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    api().delete(all ? Api.path("tokens", "all", id) : Api.path("tokens", id));
    shell.say(id + " was revoked.");
    return ExitCode.OK;
  }
}
