package dev.slipway.cli.verb;

import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Prints the whole audit log. */
@Command(
    name = "export",
    description = "Prints the whole audit log, oldest first, one JSON object a line.",
    footer = {"", "Example: slipway audit export > audit.jsonl"})
public final class AuditExportCommand extends Verb {
  public AuditExportCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    api().copy("audit/export", shell.out());
    return ExitCode.OK;
  }
}
