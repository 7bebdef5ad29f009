package dev.slipway.cli.verb;

import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Lets somebody in again who was shut out. */
@Command(
    name = "enable",
    description = "Lets somebody in again who was shut out.",
    footer = {"", "Example: slipway users enable grace"})
public final class UsersEnableCommand extends UserVerb {
  public UsersEnableCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    return show(api().put(path(), Json.object().put("disabled", false)));
  }
}
