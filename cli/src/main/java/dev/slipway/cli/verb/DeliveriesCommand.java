package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What webhooks were received, and why each did or did not start a build. */
@Command(
    name = "deliveries",
    description = "Lists received webhooks and what became of them, newest first.",
    footer = {"", "Example: slipway deliveries --why dlv_01kan0"})
public final class DeliveriesCommand extends Verb {
  @Option(
      names = "--why",
      paramLabel = "ID",
      description = "Tell of one delivery, change by change, which rule decided and why.")
  @Nullable String why;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many; ${DEFAULT-VALUE} unless given.")
  int limit;

  public DeliveriesCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    if (limit < 1) {
      throw CommandFailed.usage("--limit is " + limit, "give a number from 1 on");
    }
    if (why != null) {
      explain(api().get(Api.path("deliveries", why)));
    } else {
      list(api().list("deliveries", Map.of(), limit));
    }
    return ExitCode.OK;
  }

  private void list(ObjectNode deliveries) {
    if (json) {
      printJson(deliveries);
      return;
    }
    Table table = new Table("DELIVERY", "RECEIVED", "FORGE", "EVENT", "REPOSITORY", "RESULT");
    for (JsonNode each : deliveries.path("items")) {
      table.row(
          Json.text(each, "id"),
          when(each, "received_at"),
          Json.text(each, "forge"),
          Json.text(each, "event"),
          Json.text(each, "repository"),
          result(each));
    }
    table.print(shell);
    if (deliveries.path("items").isEmpty()) {
      shell.say("No webhook was received yet.");
    }
  }

  private void explain(JsonNode delivery) {
    if (json) {
      printJson(delivery);
      return;
    }
    Table table = new Table("CHANGE", "REF", "COMMIT", "DECISION", "RULE", "BUILD", "REASON");
    for (JsonNode change : delivery.path("changes")) {
      table.row(
          Json.text(change, "kind"),
          Json.text(change, "ref"),
          Json.text(change, "sha"),
          Json.text(change, "decision"),
          Json.text(change, "rule"),
          Json.text(change, "build_id"),
          Json.text(change, "reason"));
    }
    table.print(shell);
    shell.out().flush();
    if (delivery.path("changes").isEmpty()) {
      String note = Json.text(delivery, "note");
      shell.say(note.isEmpty() ? "It names no branch, tag or pull request." : note);
    }
  }

  private static String result(JsonNode delivery) {
    List<String> results = new ArrayList<>();
    for (JsonNode change : delivery.path("changes")) {
      String build = Json.text(change, "build_id");
      results.add(build.isEmpty() ? "ignored: " + Json.text(change, "rule") : "build " + build);
    }
    return results.isEmpty() ? "nothing to build" : String.join("; ", results);
  }
}
