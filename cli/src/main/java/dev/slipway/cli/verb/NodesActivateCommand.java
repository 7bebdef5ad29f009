package dev.slipway.cli.verb;

import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Lets a node run containers again. */
@Command(
    name = "activate",
    description = {
      "Lets containers be started on a node again; those that moved away stay where they are."
    },
    footer = {"", "Example: slipway nodes activate quay-2"})
public final class NodesActivateCommand extends NodeVerb {
  public NodesActivateCommand(Shell shell) {
    super(shell);
  }

  @Override
  String change() {
    return "activate";
  }

  @Override
  String done() {
    return "%s takes containers again.";
  }
}
