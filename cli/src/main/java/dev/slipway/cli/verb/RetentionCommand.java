package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Rules about which images are kept; without a further word, the list of them. */
@Command(
    name = "retention",
    description =
        "Lists, sets and removes rules about which images are kept; without one, all are.",
    footer = {"", "Example: slipway images retention"})
public final class RetentionCommand extends Verb {
  public RetentionCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode rules = api().listAll("retention/rules");
    if (json) {
      printJson(rules);
      return ExitCode.OK;
    }
    RetentionRuleTable table = new RetentionRuleTable();
    rules.path("items").forEach(table::row);
    table.print(shell);
    if (rules.path("items").isEmpty()) {
      shell.say(
          "There is no rule, so every image is kept: slipway images retention set '*' --newest 10");
    }
    return ExitCode.OK;
  }
}
