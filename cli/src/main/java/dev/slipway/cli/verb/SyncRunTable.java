package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Sizes;
import dev.slipway.cli.terminal.Table;
import dev.slipway.cli.terminal.Times;

/** Runs of rules, as rows. */
final class SyncRunTable {
  private final ServerVerb verb;
  private final Table table =
      new Table("RULE", "STATUS", "TAGS", "COPIED", "TOOK", "BY", "QUEUED", "RUN");

  SyncRunTable(ServerVerb verb) {
    this.verb = verb;
  }

  void row(JsonNode run) {
    JsonNode progress = run.path("progress");
    long bytes = progress.path("bytes_done").asLong();
    table.row(
        Json.text(run, "rule"),
        Json.text(run, "status"),
        Json.text(progress, "tags_done") + "/" + Json.text(progress, "tags"),
        verb.shell.forPerson() ? Sizes.of(bytes) : Long.toString(bytes),
        Times.between(Json.text(run, "started_at"), Json.text(run, "finished_at")),
        Json.text(run, "by"),
        verb.when(run, "queued_at"),
        Json.text(run, "id"));
  }

  void print() {
    table.print(verb.shell);
  }
}
