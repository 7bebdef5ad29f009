package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The repositories that an account can see at its forge. */
@Command(
    name = "repos",
    description =
        "Lists the repositories that an account can see, with those that have a Dockerfile.",
    footer = {"", "Example: slipway accounts repos ada shop"})
public final class AccountsReposCommand extends ListVerb {
  @Parameters(
      index = "0",
      paramLabel = "ACCOUNT",
      description = "Login, where it is unique, or id.")
  String account = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "QUERY",
      description = "Only those with this in their names.")
  @Nullable String query;

  public AccountsReposCommand(Shell shell) {
    super(shell);
  }

  @Override
  ObjectNode read() {
    String id = Json.text(lookup().account(account), "id");
    ObjectNode all = Json.object();
    ArrayNode items = all.putArray("items");
    String next = "";
    do {
      Map<String, String> page = new TreeMap<>();
      if (query != null) {
        page.put("q", query);
      }
      if (!next.isEmpty()) {
        page.put("page", next);
      }
      JsonNode answer = api().get(Api.path("accounts", id, "repositories"), page);
      answer.path("items").forEach(items::add);
      next = Json.text(answer, "next");
    } while (!next.isEmpty() && items.size() < limit);
    while (items.size() > limit) {
      items.remove(items.size() - 1);
    }
    // Where the forge goes on is no place to stop in the middle of its page.
    all.putNull("next");
    return all;
  }

  @Override
  void print(JsonNode items) {
    Table table = new Table("NAME", "DOCKERFILE", "ENABLED", "WEBHOOK", "PRIVATE", "DESCRIPTION");
    for (JsonNode each : items) {
      table.row(
          Json.text(each, "name"),
          each.path("dockerfile").isNull() ? "?" : yes(each, "dockerfile"),
          yes(each, "enabled"),
          each.path("may_install_hook").asBoolean() ? "installable" : "by hand",
          yes(each, "private"),
          Json.text(each, "description"));
    }
    table.print(shell);
  }

  @Override
  String none() {
    return "The account sees no such repository.";
  }

  private static String yes(JsonNode repository, String field) {
    return repository.path(field).asBoolean() ? "yes" : "no";
  }
}
