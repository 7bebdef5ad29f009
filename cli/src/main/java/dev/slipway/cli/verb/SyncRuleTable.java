package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;

/** Rules for copies between registries, as rows. */
final class SyncRuleTable {
  private final Table table = new Table("NAME", "FROM", "TO", "TAGS", "WHEN");

  void row(JsonNode rule) {
    table.row(
        Json.text(rule, "id"),
        Json.text(rule, "from"),
        Json.text(rule, "to"),
        tags(rule),
        when(rule));
  }

  private static String when(JsonNode rule) {
    List<String> said = new ArrayList<>();
    String schedule = Json.text(rule, "schedule");
    if (!schedule.isEmpty()) {
      said.add(schedule + " " + Json.text(rule, "zone"));
    }
    if (rule.path("on_push").asBoolean()) {
      said.add("on push");
    }
    if (rule.path("mirror").asBoolean()) {
      said.add("for builds");
    }
    return said.isEmpty() ? "by hand" : String.join(", ", said);
  }

  private static String tags(JsonNode rule) {
    List<String> said = new ArrayList<>();
    rule.path("tags").forEach(glob -> said.add(glob.asText()));
    for (String field : List.of("regex", "semver")) {
      if (!Json.text(rule, field).isEmpty()) {
        said.add(Json.text(rule, field));
      }
    }
    if (rule.path("latest").isNumber()) {
      said.add("latest " + Json.text(rule, "latest"));
    }
    return said.isEmpty() ? "all" : String.join(", ", said);
  }

  void print(Shell shell) {
    table.print(shell);
  }
}
