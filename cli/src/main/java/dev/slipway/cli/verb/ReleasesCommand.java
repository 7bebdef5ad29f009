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

/** The releases of a service. */
@Command(
    name = "releases",
    description = "Lists the releases of a service, newest first.",
    footer = {"", "Example: slipway releases shop"})
public final class ReleasesCommand extends ListVerb {
  private static final int SHORT_SHA = 7;
  private static final int SHORT_DIGEST = "sha256:".length() + 12;

  @Parameters(paramLabel = "SERVICE", description = "Name, where it is unique, or id.")
  String service = "";

  public ReleasesCommand(Shell shell) {
    super(shell);
  }

  @Override
  ObjectNode read() {
    String id = Json.text(lookup().service(service), "id");
    return api().list(Api.path("services", id, "releases"), Map.of(), limit);
  }

  @Override
  void print(JsonNode items) {
    Table table =
        new Table("RELEASE", "STATUS", "KIND", "COMMIT", "CREATED", "BY", "REASON", "DIGEST");
    for (JsonNode each : items) {
      table.row(
          "v" + Json.text(each, "number"),
          Json.text(each, "state"),
          kind(each),
          shortened(Json.text(each, "commit"), SHORT_SHA),
          when(each, "created_at"),
          Json.text(each, "by"),
          Json.text(each, "reason"),
          shortened(Json.text(each, "digest"), SHORT_DIGEST));
    }
    table.print(shell);
  }

  @Override
  String none() {
    return "";
  }

  private static String kind(JsonNode release) {
    String to = Json.text(release, "rolled_back_to");
    return Json.text(release, "kind") + (to.isEmpty() ? "" : " to v" + to);
  }

  private String shortened(String hex, int length) {
    return shell.forPerson() && hex.length() > length ? hex.substring(0, length) : hex;
  }
}
