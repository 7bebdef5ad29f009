package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
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

  private RepositoryText() {}

  static void print(Shell shell, JsonNode repository) {
    Table table = new Table("FIELD", "VALUE");
    for (String field : FIELDS) {
      if (repository.hasNonNull(field)) {
        table.row(field, Json.text(repository, field));
      }
    }
    table.print(shell);
  }
}
