package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Rules for copies between registries; without a further word, the list of them. */
@Command(
    name = "rules",
    description = "Lists, makes and removes rules for copies between registries.",
    footer = {"", "Example: slipway sync rules"})
public final class SyncRulesCommand extends Verb {
  public SyncRulesCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode rules = api().listAll("sync/rules");
    if (json) {
      printJson(rules);
      return ExitCode.OK;
    }
    SyncRuleTable table = new SyncRuleTable();
    rules.path("items").forEach(table::row);
    table.print(shell);
    if (rules.path("items").isEmpty()) {
      shell.say("There is no rule yet: slipway sync rules add NAME --from ... --to ...");
    }
    return ExitCode.OK;
  }
}
