package dev.slipway.cli.verb;

import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Repeats a build. */
@Command(
    name = "retry",
    description = "Builds the commit of an ended build again, as a new build.",
    footer = {"", "Example: slipway retry 'shop#12'"})
public final class RetryCommand extends BuildVerb {
  public RetryCommand(Shell shell) {
    super(shell);
  }

  @Override
  String action() {
    return "retry";
  }

  @Override
  String accepted(String name) {
    return "Build started; follow it: slipway watch '%s'".formatted(name);
  }
}
