package dev.slipway.cli.verb;

import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Stops a build. */
@Command(
    name = "cancel",
    description = "Cancels a build that has not ended.",
    footer = {"", "Example: slipway cancel 'shop#12'"})
public final class CancelCommand extends BuildVerb {
  public CancelCommand(Shell shell) {
    super(shell);
  }

  @Override
  String action() {
    return "cancel";
  }

  @Override
  String accepted(String name) {
    return name + ": cancellation asked for.";
  }
}
