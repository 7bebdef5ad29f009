package dev.slipway.cli.verb;

import dev.slipway.cli.api.Api;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes a rule. */
@Command(
    name = "rm",
    description = "Removes a rule and stops its run; what was copied stays.",
    footer = {"", "Example: slipway sync rules rm redis"})
public final class SyncRulesRemoveCommand extends Verb {
  @Parameters(paramLabel = "RULE", description = "As `slipway sync rules` lists it.")
  String rule = "";

  public SyncRulesRemoveCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    api().delete(Api.path("sync", "rules", rule));
    shell.say(rule + " was removed; what it copied stays.");
    return ExitCode.OK;
  }
}
