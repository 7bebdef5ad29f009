package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes somebody. */
@Command(
    name = "rm",
    description = "Removes somebody with their sessions and tokens; what they did stays recorded.",
    footer = {"", "Example: slipway users rm grace"})
public final class UsersRemoveCommand extends UserVerb {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  public UsersRemoveCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode found = api().get(path());
    if (!yes && !shell.confirm("Remove %s, with all sessions and tokens?".formatted(name))) {
      shell.say("Nobody was removed.");
      return ExitCode.CANCELED;
    }
    api().delete(path());
    if (json) {
      printJson(found);
    }
    shell.say(name + " was removed.");
    return ExitCode.OK;
  }
}
