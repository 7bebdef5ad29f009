package dev.slipway.cli.verb;

import dev.slipway.cli.api.Api;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Forgets a registry. */
@Command(
    name = "rm",
    description = "Forgets a registry and its password; images stay where they are.",
    footer = {"", "Example: slipway registries rm ghcr.io"})
public final class RegistriesRemoveCommand extends Verb {
  @Parameters(paramLabel = "HOST", description = "As `slipway registries` lists it.")
  String host = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  public RegistriesRemoveCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    if (!yes && !shell.confirm("Forget %s and its password?".formatted(host))) {
      shell.say("Nothing was forgotten.");
      return ExitCode.CANCELED;
    }
    api().delete(Api.path("registries", host));
    shell.say(host + " was forgotten.");
    return ExitCode.OK;
  }
}
