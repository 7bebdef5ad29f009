package dev.slipway.cli.verb;

import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** The audit log; says what can be done with it. */
@Command(
    name = "audit",
    description = "Lists, verifies and exports who did what; for administrators.",
    footer = {"", "Example: slipway audit verify"})
public final class AuditCommand extends Verb {
  public AuditCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    throw CommandFailed.usage(
        "say what to do with the audit log: ls, verify or export", "Example: slipway audit ls");
  }
}
