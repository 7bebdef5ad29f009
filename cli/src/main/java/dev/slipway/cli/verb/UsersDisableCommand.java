package dev.slipway.cli.verb;

import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Shuts somebody out: their sessions end, and their tokens do nothing. */
@Command(
    name = "disable",
    description = "Shuts somebody out: their sessions end, and their tokens do nothing.",
    footer = {"", "Example: slipway users disable grace"})
public final class UsersDisableCommand extends UserVerb {
  public UsersDisableCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    return show(api().put(path(), Json.object().put("disabled", true)));
  }
}
