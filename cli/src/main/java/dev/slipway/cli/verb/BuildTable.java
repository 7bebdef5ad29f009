package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.follow.BuildOutcome;
import dev.slipway.cli.terminal.Table;
import dev.slipway.cli.terminal.Times;

/** Builds, a line for each. */
final class BuildTable {
  private static final int SHORT_SHA = 7;

  private final Verb verb;
  private final Table table =
      new Table("BUILD", "STATUS", "REF", "COMMIT", "QUEUED", "TOOK", "MESSAGE", "ID");

  BuildTable(Verb verb) {
    this.verb = verb;
  }

  BuildTable row(JsonNode build) {
    String sha = Json.text(build, "sha");
    boolean cut = verb.shell.forPerson() && sha.length() > SHORT_SHA;
    table.row(
        BuildOutcome.name(build),
        Json.text(build, "status"),
        ref(build),
        cut ? sha.substring(0, SHORT_SHA) : sha,
        verb.when(build, "queued_at"),
        Times.between(Json.text(build, "started_at"), Json.text(build, "finished_at")),
        Json.text(build, "message"),
        Json.text(build, "id"));
    return this;
  }

  void print() {
    table.print(verb.shell);
  }

  private String ref(JsonNode build) {
    JsonNode pull = build.path("pull_request");
    return verb.shell.forPerson() && pull.isObject()
        ? "#" + Json.text(pull, "number") + " " + Json.text(pull, "source_branch")
        : Json.text(build, "ref").replaceFirst("^refs/(heads|tags)/", "");
  }
}
