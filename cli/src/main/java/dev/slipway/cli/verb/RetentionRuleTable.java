package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;

/** Rules of retention, as rows. */
final class RetentionRuleTable {
  private final Table table = new Table("REPOSITORY", "KEEPS", "GC", "SCHEDULE");

  void row(JsonNode rule) {
    String schedule = Json.text(rule, "schedule");
    table.row(
        Json.text(rule, "repository"),
        keeps(rule),
        rule.path("gc").asBoolean() ? "yes" : "no",
        schedule.isEmpty() ? "by hand" : schedule + " " + Json.text(rule, "zone"));
  }

  private static String keeps(JsonNode rule) {
    List<String> said = new ArrayList<>();
    if (rule.path("newest").isNumber()) {
      said.add("newest " + Json.text(rule, "newest"));
    }
    if (!Json.text(rule, "younger_than").isEmpty()) {
      said.add("younger than " + Json.text(rule, "younger_than"));
    }
    if (!Json.text(rule, "deployed_within").isEmpty()) {
      said.add("deployed within " + Json.text(rule, "deployed_within"));
    }
    rule.path("tags").forEach(glob -> said.add(glob.asText()));
    return String.join(", ", said);
  }

  void print(Shell shell) {
    table.print(shell);
  }
}
