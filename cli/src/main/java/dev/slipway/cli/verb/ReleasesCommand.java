package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.api.ReleaseNumber;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The releases of a service. */
@Command(
    name = "releases",
    description = {
      "Lists the releases of a service, newest first.",
      "With --diff, what is different in the second of two; of variables only the names."
    },
    footer = {"", "Example: slipway releases shop", "Example: slipway releases shop --diff v3 v4"})
public final class ReleasesCommand extends ListVerb {
  private static final int SHORT_SHA = 7;
  private static final int SHORT_DIGEST = "sha256:".length() + 12;

  @Parameters(paramLabel = "SERVICE", description = "Name, where it is unique, or id.")
  String service = "";

  @Option(
      names = "--diff",
      arity = "2",
      paramLabel = "RELEASE",
      description = "Two numbers of releases.")
  List<String> diff = List.of();

  public ReleasesCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    return diff.isEmpty() ? super.run() : compare();
  }

  private ExitCode compare() {
    String from = Integer.toString(ReleaseNumber.parse(diff.getFirst()));
    String to = Integer.toString(ReleaseNumber.parse(diff.getLast()));
    String id = Json.text(lookup().service(service), "id");
    JsonNode answer = api().get(Api.path("services", id, "releases", from, "diff", to));
    if (json) {
      printJson(answer);
      return ExitCode.OK;
    }
    Table table = new Table("WHAT", "v" + from, "v" + to);
    for (JsonNode each : answer.path("changes")) {
      table.row(Json.text(each, "what"), Json.text(each, "from"), Json.text(each, "to"));
    }
    table.print(shell);
    shell.out().flush();
    if (answer.path("changes").isEmpty()) {
      shell.say("v%s and v%s run the same.".formatted(from, to));
    }
    for (JsonNode each : answer.path("commits")) {
      String sha = shortened(Json.text(each, "sha"), SHORT_SHA);
      shell.say(
          "v%s %s %s".formatted(Json.text(each, "release"), sha, firstLine(each)).stripTrailing());
    }
    return ExitCode.OK;
  }

  private static String firstLine(JsonNode commit) {
    return Json.text(commit, "message").lines().findFirst().orElse("");
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
