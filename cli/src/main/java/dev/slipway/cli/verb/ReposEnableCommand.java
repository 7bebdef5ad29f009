package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes repositories of an account on. */
@Command(
    name = "enable",
    description = {
      "Builds repositories that an account can see, and installs their webhooks.",
      "Where the token may not install one, prints its URL and, once, its secret."
    },
    footer = {"", "Example: slipway repos enable ada acme/shop acme/invoices"})
public final class ReposEnableCommand extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "ACCOUNT",
      description = "Login, where it is unique, or id.")
  String account = "";

  @Parameters(
      index = "1",
      arity = "1..*",
      paramLabel = "OWNER/NAME",
      description = "As the forge calls them.")
  List<String> names = new ArrayList<>();

  public ReposEnableCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    String id = Json.text(lookup().account(account), "id");
    ObjectNode all = Json.object();
    ArrayNode results = all.putArray("items");
    for (String name : names) {
      // One by one: a forge takes seconds for each, and no call is to last minutes.
      ObjectNode body = Json.object();
      body.putArray("names").add(name);
      api()
          .post(Api.path("accounts", id, "repositories"), body)
          .path("items")
          .forEach(results::add);
    }
    all.putNull("next");
    if (json) {
      printJson(all);
    } else {
      print(results);
    }
    shell.out().flush();
    return tell(results);
  }

  private void print(JsonNode results) {
    Table table = new Table("NAME", "WEBHOOK", "URL", "SECRET");
    for (JsonNode each : results) {
      if (!each.has("problem")) {
        table.row(
            Json.text(each, "name"),
            Json.text(each.path("hook"), "state"),
            Json.text(each, "webhook_url"),
            Json.text(each, "webhook_secret"));
      }
    }
    table.print(shell);
  }

  private ExitCode tell(JsonNode results) {
    ExitCode exitCode = ExitCode.OK;
    for (JsonNode each : results) {
      String name = Json.text(each, "name");
      if (each.has("problem")) {
        shell.say(name + " is not enabled: " + Json.text(each.path("problem"), "detail"));
        exitCode = ExitCode.FAILED;
      } else if (each.has("webhook_secret")) {
        shell.say(
            "%s: %s. Enter URL and secret as a webhook at the forge; the secret is not shown again."
                .formatted(name, Json.text(each.path("hook"), "detail")));
      }
    }
    return exitCode;
  }
}
