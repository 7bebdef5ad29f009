package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Table;

/** Connected accounts, a line for each. */
final class AccountTable {
  private final Verb verb;
  private final Table table = new Table("ACCOUNT", "FORGE", "ADDRESS", "CONNECTED", "ID");

  AccountTable(Verb verb) {
    this.verb = verb;
  }

  AccountTable row(JsonNode account) {
    table.row(
        Json.text(account, "login"),
        Json.text(account, "forge"),
        Json.text(account, "url"),
        verb.when(account, "connected_at"),
        Json.text(account, "id"));
    return this;
  }

  void print() {
    table.print(verb.shell);
  }
}
