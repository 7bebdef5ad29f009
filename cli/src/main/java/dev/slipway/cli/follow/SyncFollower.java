package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.LiveRows;
import dev.slipway.cli.terminal.ProgressRow;
import dev.slipway.cli.terminal.ProgressRow.Mark;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Sizes;
import dev.slipway.cli.terminal.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Follows runs of copies between registries to their end. Used by one thread. */
public final class SyncFollower {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "canceled");

  private final Api api;
  private final Shell shell;

  public SyncFollower(Api api, Shell shell) {
    this.api = api;
    this.shell = shell;
  }

  /** Follows until the run has ended; returns it as it is then. */
  public JsonNode follow(String id) {
    if (!LiveRows.suit(shell)) {
      return follow(id, Patience.usual(shell), new Told(shell));
    }
    Drawn drawn = new Drawn();
    try (LiveRows live = new LiveRows(shell, drawn::rows)) {
      return follow(id, Patience.usual(live.shell()), drawn);
    }
  }

  private JsonNode follow(String id, Patience patience, Consumer<JsonNode> listener) {
    while (true) {
      JsonNode run = patience.outlast(() -> api.get(Api.path("sync", "runs", id)));
      listener.accept(run);
      if (ENDED.contains(Json.text(run, "status"))) {
        return run;
      }
      Patience.pause(INTERVAL);
    }
  }

  /** Says what a plan or a run warns of, and what could not be done. */
  public static void tellTrouble(Shell shell, JsonNode planOrRun) {
    planOrRun.path("warnings").forEach(warning -> shell.say("Warning: " + warning.asText()));
    for (JsonNode problem : planOrRun.path("problems")) {
      String hint = Json.text(problem, "hint");
      shell.say(Json.text(problem, "message") + (hint.isEmpty() ? "" : "; " + hint));
    }
  }

  private static String note(JsonNode run) {
    JsonNode progress = run.path("progress");
    return progress.path("tags").asInt() == 0
        ? Json.text(run, "status")
        : "%s, %d of %d tags, %s of %s"
            .formatted(
                Json.text(run, "status"),
                progress.path("tags_done").asInt(),
                progress.path("tags").asInt(),
                Sizes.of(progress.path("bytes_done").asLong()),
                Sizes.of(progress.path("bytes").asLong()));
  }

  /** What a row that is drawn again can say besides: how fast, and how long still. */
  private static String pace(JsonNode progress) {
    long rate = progress.path("bytes_per_second").asLong();
    return rate == 0
        ? ""
        : ", %s/s, %s left"
            .formatted(
                Sizes.of(rate),
                Times.rough(Duration.ofSeconds(progress.path("seconds_left").asLong())));
  }

  /** Tells it in a row that is drawn again. Safe for concurrent use. */
  private static final class Drawn implements Consumer<JsonNode> {
    private volatile JsonNode last = MissingNode.getInstance();

    @Override
    public void accept(JsonNode run) {
      last = run;
    }

    List<ProgressRow> rows() {
      JsonNode run = last;
      return run.isMissingNode() ? List.of() : List.of(row(run));
    }

    private static ProgressRow row(JsonNode run) {
      String start = Json.text(run, "started_at");
      String took = Times.between(start, Json.text(run, "finished_at"));
      String time = took.isEmpty() ? Times.since(start, Instant.now()) : took;
      Mark mark =
          switch (Json.text(run, "status")) {
            case "succeeded" -> Mark.DONE;
            case "failed" -> Mark.FAILED;
            case "canceled" -> Mark.LEFT_OUT;
            default -> Mark.UNDER_WAY;
          };
      return new ProgressRow(
          mark, Json.text(run, "rule"), time, note(run) + pace(run.path("progress")));
    }
  }

  /** Tells each state and tag once, and now and then how far it is, for who reads line by line. */
  private static final class Told implements Consumer<JsonNode> {
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);

    private final Shell shell;
    private String last = "";
    private String lastStep = "";
    private long lastTold;

    Told(Shell shell) {
      this.shell = shell;
    }

    @Override
    public void accept(JsonNode run) {
      String note = note(run);
      String step = Json.text(run, "status") + run.path("progress").path("tags_done");
      boolean due = System.nanoTime() - lastTold > NOW_AND_THEN.toNanos();
      if (!note.equals(last) && (due || !step.equals(lastStep))) {
        last = note;
        lastStep = step;
        lastTold = System.nanoTime();
        shell.say("  " + note);
      }
    }
  }
}
