package dev.slipway.cli.verb;

import dev.slipway.cli.api.Api;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Removes a rule. */
@Command(
    name = "rm",
    description = "Removes a rule; from then on that for '*' holds, or everything is kept.",
    footer = {"", "Example: slipway images retention rm acme/shop"})
public final class RetentionRemoveCommand extends Verb {
  @Parameters(paramLabel = "REPOSITORY", description = "As `slipway images retention` lists it.")
  String repository = "";

  public RetentionRemoveCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    api().delete(Api.path("retention", "rules", repository));
    shell.say("The rule of " + repository + " was removed.");
    return ExitCode.OK;
  }
}
