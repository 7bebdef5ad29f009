package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Verifies that the audit log is as it was written. */
@Command(
    name = "verify",
    description = {
      "Verifies that no entry of the audit log was changed, removed or put in between.",
      "Prints the last hash; ends with 1 where the log is broken."
    },
    footer = {"", "Example: slipway audit verify"})
public final class AuditVerifyCommand extends Verb {
  public AuditVerifyCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode verdict = api().get("audit/verify");
    if (json) {
      printJson(verdict);
    } else {
      shell.print(Json.text(verdict, "head"));
    }
    String entries = Json.text(verdict, "entries");
    if (!verdict.path("whole").asBoolean()) {
      throw new CommandFailed(
          ExitCode.FAILED,
          "the audit log is broken: " + Json.text(verdict, "problem"),
          entries + " entries before that are as they were written");
    }
    shell.say("All " + entries + " entries are as they were written.");
    return ExitCode.OK;
  }
}
