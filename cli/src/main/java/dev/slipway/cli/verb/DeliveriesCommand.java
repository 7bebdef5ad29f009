package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What webhooks were received, and why each did or did not start a build. */
@Command(
    name = "deliveries",
    description = "Lists received webhooks and what became of them, newest first.",
    footer = {"", "Example: slipway deliveries --why dlv_01kan0"})
public final class DeliveriesCommand extends ListVerb {
  @Option(
      names = "--why",
      paramLabel = "ID",
      description = "Tell of one delivery: its proof, its changes rule by rule, and its builds.")
  @Nullable String why;

  @Option(names = "--repo", paramLabel = "REPO", description = "Only of this repository.")
  @Nullable String repository;

  public DeliveriesCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    if (why == null) {
      return super.run();
    }
    JsonNode delivery = api().get(Api.path("deliveries", why));
    if (json) {
      printJson(delivery);
    } else {
      new Explanation(this).ofDelivery(delivery);
    }
    return ExitCode.OK;
  }

  @Override
  ObjectNode read() {
    Map<String, String> query = new TreeMap<>();
    if (repository != null) {
      query.put("repository", Json.text(lookup().repository(repository), "id"));
    }
    return api().list("deliveries", query, limit);
  }

  @Override
  void print(JsonNode items) {
    Table table = new Table("DELIVERY", "RECEIVED", "FORGE", "EVENT", "REPOSITORY", "RESULT");
    for (JsonNode each : items) {
      table.row(
          Json.text(each, "id"),
          when(each, "received_at"),
          Json.text(each, "forge"),
          Json.text(each, "event"),
          Json.text(each, "repository"),
          result(each));
    }
    table.print(shell);
  }

  @Override
  String none() {
    return "No such webhook was received yet.";
  }

  private static String result(JsonNode delivery) {
    List<String> results = new ArrayList<>();
    for (JsonNode change : delivery.path("changes")) {
      results.add(resultOf(change));
    }
    return results.isEmpty() ? "nothing to build" : String.join("; ", results);
  }

  private static String resultOf(JsonNode change) {
    String build = Json.text(change, "build_id");
    if (build.isEmpty()) {
      return "ignored: " + Json.text(change, "rule");
    }
    boolean waits = Json.text(change, "build_status").equals("waiting");
    return (waits ? "waits for an approval: build " : "build ") + build;
  }
}
