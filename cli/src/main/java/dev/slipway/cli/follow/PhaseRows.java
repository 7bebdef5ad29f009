package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.ProgressRow;
import dev.slipway.cli.terminal.ProgressRow.Mark;
import dev.slipway.cli.terminal.Times;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The phases of a rollout as rows. Safe for concurrent use. */
final class PhaseRows {
  private static final Set<String> LOST = Set.of("failed", "rolled_back");

  private final InstantSource clock;
  private volatile JsonNode deployment = MissingNode.getInstance();

  PhaseRows(InstantSource clock) {
    this.clock = clock;
  }

  void take(JsonNode now) {
    deployment = now;
  }

  List<ProgressRow> rows() {
    JsonNode now = deployment;
    List<ProgressRow> rows = new ArrayList<>();
    JsonNode phases = now.path("phases");
    for (int i = 0; i < phases.size(); i++) {
      boolean lost = i == phases.size() - 1 && LOST.contains(Json.text(now, "status"));
      rows.add(row(phases.get(i), lost));
    }
    return rows;
  }

  private ProgressRow row(JsonNode phase, boolean lost) {
    String name = Json.text(phase, "name");
    String start = Json.text(phase, "started_at");
    String took = Times.between(start, Json.text(phase, "finished_at"));
    String detail = Json.text(phase, "detail");
    if (lost) {
      return new ProgressRow(Mark.FAILED, name, took, detail);
    }
    return took.isEmpty()
        ? new ProgressRow(Mark.UNDER_WAY, name, Times.since(start, clock.instant()), detail)
        : new ProgressRow(Mark.DONE, name, took, detail);
  }
}
