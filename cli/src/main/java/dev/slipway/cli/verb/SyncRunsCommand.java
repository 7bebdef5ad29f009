package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.terminal.Shell;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The list of runs. */
@Command(
    name = "runs",
    description = "Lists what came of following rules, newest first.",
    footer = {"", "Example: slipway sync runs --rule redis"})
public final class SyncRunsCommand extends ListVerb {
  @Option(names = "--rule", paramLabel = "RULE", description = "Only of this rule.")
  @Nullable String rule;

  public SyncRunsCommand(Shell shell) {
    super(shell);
  }

  @Override
  ObjectNode read() {
    return api().list("sync/runs", rule == null ? Map.of() : Map.of("rule", rule), limit);
  }

  @Override
  void print(JsonNode items) {
    SyncRunTable table = new SyncRunTable(this);
    items.forEach(table::row);
    table.print();
  }

  @Override
  String none() {
    return "No rule was followed yet: slipway sync run RULE";
  }
}
