package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What happened to the containers of a service. */
@Command(
    name = "events",
    description = {
      "Lists what happened to the containers of a service, newest first:",
      "starts, ends and how, signals, changes of their health."
    },
    footer = {"", "Example: slipway services events shop"})
public final class ServiceEventsCommand extends ListVerb {
  @Parameters(paramLabel = "SERVICE", description = "Name, where unique, or id.")
  String service = "";

  public ServiceEventsCommand(Shell shell) {
    super(shell);
  }

  @Override
  ObjectNode read() {
    String path = Api.path("services", Json.text(lookup().service(service), "id"), "events");
    return api().list(path, Map.of(), limit);
  }

  @Override
  void print(JsonNode items) {
    Table table = new Table("WHEN", "CONTAINER", "RELEASE", "WHAT");
    for (JsonNode each : items) {
      String container = Json.text(each, "container");
      table.row(
          when(each, "at"),
          container.length() > ServiceLogsCommand.SHORT_ID
              ? container.substring(0, ServiceLogsCommand.SHORT_ID)
              : container,
          "v" + Json.text(each, "release"),
          Json.text(each, "text"));
    }
    table.print(shell);
  }

  @Override
  String none() {
    return "Nothing has happened to its containers yet.";
  }
}
