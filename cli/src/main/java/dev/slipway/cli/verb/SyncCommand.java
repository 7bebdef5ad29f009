package dev.slipway.cli.verb;

import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Copies between registries; says what can be done with them. */
@Command(
    name = "sync",
    description = "Keeps repositories of registries in step.",
    footer = {"", "Example: slipway sync run shop-mirror"})
public final class SyncCommand extends Verb {
  public SyncCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    throw CommandFailed.usage(
        "say what to do: rules, plan, run, runs or cancel", "Example: slipway sync rules");
  }
}
