package dev.slipway.cli.verb;

import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Says yes to a build that waits for it. */
@Command(
    name = "approve",
    description = {
      "Lets a build run that waits for an approval, such as one of a fork's pull request.",
      "Its commands are run on your machines: read the change first."
    },
    footer = {"", "Example: slipway approve 'shop#12'"})
public final class ApproveCommand extends BuildVerb {
  public ApproveCommand(Shell shell) {
    super(shell);
  }

  @Override
  String action() {
    return "approve";
  }

  @Override
  String accepted(String name) {
    return "Approved; follow it: slipway watch '%s'".formatted(name);
  }
}
