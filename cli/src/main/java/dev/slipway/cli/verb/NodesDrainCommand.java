package dev.slipway.cli.verb;

import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Has a node run nothing. */
@Command(
    name = "drain",
    description = {
      "Has the cluster start what runs on a node on others, and nothing new there.",
      "The old containers end first: a service with a single one is away for a moment."
    },
    footer = {"", "Example: slipway nodes drain quay-2"})
public final class NodesDrainCommand extends NodeVerb {
  public NodesDrainCommand(Shell shell) {
    super(shell);
  }

  @Override
  String change() {
    return "drain";
  }

  @Override
  String done() {
    return "%1$s is drained; let it run containers again: slipway nodes activate %1$s";
  }
}
