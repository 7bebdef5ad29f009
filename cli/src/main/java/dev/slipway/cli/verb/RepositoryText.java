package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;

/** One repository, a line for each of its values. */
final class RepositoryText {
  private static final List<String> FIELDS =
      List.of(
          "id",
          "name",
          "forge",
          "clone_url",
          "default_branch",
          "enabled",
          "webhook_url",
          "webhook_secret");

  private static final List<String> TRIGGERS =
      List.of("events", "branches", "tags", "forks", "members");

  private RepositoryText() {}

  static void print(Shell shell, JsonNode repository) {
    Table table = new Table("FIELD", "VALUE");
    for (String field : FIELDS) {
      if (repository.hasNonNull(field)) {
        table.row(field, Json.text(repository, field));
      }
    }
    JsonNode triggers = repository.path("triggers");
    for (String field : TRIGGERS) {
      if (triggers.path(field).isArray()) {
        table.row(field, joined(triggers.path(field)));
      } else if (triggers.hasNonNull(field)) {
        table.row(field, Json.text(triggers, field));
      }
    }
    if (!repository.path("sync_to").isEmpty()) {
      table.row("may be copied to", joined(repository.path("sync_to")));
    }
    if (!repository.path("labels").isEmpty()) {
      table.row("labels", joined(repository.path("labels")));
    }
    JsonNode connection = repository.path("connection");
    if (connection.isObject()) {
      table.row("account", Json.text(connection, "account"));
      table.row("hook_installed", Json.text(connection, "hook_installed"));
    }
    table.print(shell);
  }

  private static String joined(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return String.join(" ", texts);
  }
}
