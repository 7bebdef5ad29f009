package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** The list of services. */
@Command(
    name = "services",
    description = "Lists what runs where, and where it answers.",
    footer = {"", "Example: slipway services"})
public final class ServicesCommand extends Verb {
  public ServicesCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode services = api().listAll("services");
    if (json) {
      printJson(services);
      return ExitCode.OK;
    }
    Table table =
        new Table("SERVICE", "ENVIRONMENT", "STATUS", "RELEASE", "REPLICAS", "URLS", "ID");
    for (JsonNode each : services.path("items")) {
      String release = Json.text(each, "release");
      List<String> urls = new ArrayList<>();
      each.path("urls").forEach(url -> urls.add(url.asText()));
      table.row(
          Json.text(each, "name"),
          Json.text(each, "environment"),
          Json.text(each, "status"),
          release.isEmpty() ? "" : "v" + release,
          Json.text(each, "replicas"),
          String.join(" ", urls),
          Json.text(each, "id"));
    }
    table.print(shell);
    if (services.path("items").isEmpty()) {
      shell.say("There is no service yet; a build of a default branch makes one.");
    }
    return ExitCode.OK;
  }
}
