package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Table;

/** Users, a line for each. */
final class UserTable {
  private final Verb verb;
  private final Table table = new Table("USER", "ROLE", "STATE", "LAST SEEN", "CREATED");

  UserTable(Verb verb) {
    this.verb = verb;
  }

  UserTable row(JsonNode user) {
    table.row(
        Json.text(user, "name"),
        Json.text(user, "role"),
        state(user),
        verb.when(user, "last_seen_at"),
        verb.when(user, "created_at"));
    return this;
  }

  private static String state(JsonNode user) {
    if (user.path("disabled").asBoolean()) {
      return "disabled";
    }
    return Json.text(user, "password_set_at").isEmpty() ? "no password" : "password";
  }

  void print() {
    table.print(verb.shell);
  }
}
