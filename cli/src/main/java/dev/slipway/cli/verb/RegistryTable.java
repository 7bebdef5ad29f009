package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Table;

/** Registries, a line for each. */
final class RegistryTable {
  private final Verb verb;
  private final Table table = new Table("HOST", "USER", "FROM", "SPEAKS", "CHANGED");

  RegistryTable(Verb verb) {
    this.verb = verb;
  }

  RegistryTable row(JsonNode registry) {
    table.row(
        Json.text(registry, "host"),
        Json.text(registry, "username"),
        from(registry),
        speaks(registry),
        verb.when(registry, "changed_at"));
    return this;
  }

  private static String from(JsonNode registry) {
    String helper = Json.text(registry, "helper");
    String source = Json.text(registry, "source");
    return helper.isEmpty() ? source : source + " " + helper;
  }

  private static String speaks(JsonNode registry) {
    if (registry.path("plain_http").asBoolean()) {
      return "plain HTTP";
    }
    return registry.path("authorities").isEmpty() ? "" : "TLS, own authority";
  }

  void print() {
    table.print(verb.shell);
  }
}
