package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists who did what. */
@Command(
    name = "ls",
    description = "Lists who did what, newest first.",
    footer = {"", "Example: slipway audit ls --who grace"})
public final class AuditListCommand extends ListVerb {
  @Option(names = "--who", paramLabel = "USER", description = "Only what this user did.")
  @Nullable String who;

  @Option(names = "--what", paramLabel = "TEXT", description = "Only with this in call or path.")
  @Nullable String what;

  @Option(names = "--refused", description = "Only what was refused or failed.")
  boolean refused;

  public AuditListCommand(Shell shell) {
    super(shell);
  }

  @Override
  ObjectNode read() {
    Map<String, String> query = new TreeMap<>();
    if (who != null) {
      query.put("who", who);
    }
    if (what != null) {
      query.put("q", what);
    }
    if (refused) {
      query.put("refused", "1");
    }
    return api().list("audit", query, limit);
  }

  @Override
  void print(JsonNode items) {
    Table table = new Table("NUMBER", "WHEN", "WHO", "FROM", "STATUS", "CALL", "OBJECT");
    for (JsonNode each : items) {
      table.row(
          Json.text(each, "number"),
          when(each, "at"),
          Json.text(each, "who"),
          Json.text(each, "from"),
          Json.text(each, "outcome"),
          Json.text(each, "action"),
          Json.text(each, "object"));
    }
    table.print(shell);
  }

  @Override
  String none() {
    return "Nothing like that is in the audit log.";
  }
}
