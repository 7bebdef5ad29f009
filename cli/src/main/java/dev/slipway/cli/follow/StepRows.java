package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.ProgressRow;
import dev.slipway.cli.terminal.ProgressRow.Mark;
import dev.slipway.cli.terminal.SafeText;
import dev.slipway.cli.terminal.Times;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The steps of a build as rows, with what each of them wrote last. Safe for concurrent use. */
final class StepRows implements LogListener {
  private static final int LAST_LINES = 20;

  private final InstantSource clock;
  private final Map<String, JsonNode> steps = new LinkedHashMap<>();
  private final Map<String, Deque<String>> written = new LinkedHashMap<>();

  StepRows(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void line(JsonNode line) {
    Deque<String> last =
        written.computeIfAbsent(Json.text(line, "step"), _ -> new ArrayDeque<>(LAST_LINES));
    if (last.size() == LAST_LINES) {
      last.removeFirst();
    }
    last.addLast(Json.text(line, "text"));
  }

  @Override
  public synchronized void step(JsonNode step) {
    steps.put(Json.text(step, "name"), step);
  }

  @Override
  public void pause() {
    // They are drawn many times a second anyway.
  }

  synchronized List<ProgressRow> rows() {
    List<ProgressRow> rows = new ArrayList<>();
    for (JsonNode step : steps.values()) {
      rows.add(row(step));
    }
    if (rows.isEmpty()) {
      rows.add(new ProgressRow(Mark.UNDER_WAY, "waiting for a worker", "", ""));
    }
    return rows;
  }

  private ProgressRow row(JsonNode step) {
    String name = Json.text(step, "name");
    String start = Json.text(step, "started_at");
    String took = Times.between(start, Json.text(step, "finished_at"));
    return switch (Json.text(step, "status")) {
      case "succeeded" ->
          new ProgressRow(Mark.DONE, name, took, step.path("cached").asBoolean() ? "cached" : "");
      case "failed" -> new ProgressRow(Mark.FAILED, name, took, exit(step));
      case "skipped", "canceled" ->
          new ProgressRow(Mark.LEFT_OUT, name, took, Json.text(step, "status"));
      default ->
          new ProgressRow(
              Mark.UNDER_WAY, name, Times.since(start, clock.instant()), lastLine(name));
    };
  }

  private static String exit(JsonNode step) {
    String code = Json.text(step, "exit_code");
    return code.isEmpty() ? "failed" : "exit code " + code;
  }

  private String lastLine(String step) {
    Deque<String> lines = written.get(step);
    return lines == null ? "" : SafeText.plain(lines.getLast());
  }

  /** What the steps that failed wrote last. */
  synchronized List<String> lastWords() {
    List<String> words = new ArrayList<>();
    for (JsonNode step : steps.values()) {
      if (Json.text(step, "status").equals("failed")) {
        words.addAll(written.getOrDefault(Json.text(step, "name"), new ArrayDeque<>()));
      }
    }
    return words;
  }
}
