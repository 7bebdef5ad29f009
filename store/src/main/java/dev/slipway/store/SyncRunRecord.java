package dev.slipway.store;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.sync.SyncProgress;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncRunId;
import dev.slipway.core.sync.SyncState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the hash {@link Key#SYNC_RUN}. */
final class SyncRunRecord {
  private SyncRunRecord() {}

  /** From the id and then field and value in turn, as scripts answer; empty from nothing. */
  static Optional<SyncRun> readFlat(List<@Nullable String> flat) {
    if (flat.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    for (int i = 1; i + 1 < flat.size(); i += 2) {
      fields.put(Objects.requireNonNull(flat.get(i)), Objects.requireNonNull(flat.get(i + 1)));
    }
    return read(new SyncRunId(Objects.requireNonNull(flat.getFirst())), fields);
  }

  static Optional<SyncRun> read(SyncRunId id, Map<String, String> fields) {
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new SyncRun(
            id,
            new SyncRuleId(field(fields, "rule")),
            field(fields, "by"),
            Instant.parse(field(fields, "queued_at")),
            state(fields),
            Json.read(field(fields, "progress"), SyncProgress.class),
            given(fields)));
  }

  private static @Nullable SyncRule given(Map<String, String> fields) {
    String given = fields.get("given");
    return given == null ? null : Json.read(given, SyncRule.class);
  }

  private static SyncState state(Map<String, String> fields) {
    int attempt = Integer.parseInt(field(fields, "attempt"));
    return switch (field(fields, "status")) {
      case "QUEUED" -> new SyncState.Queued();
      case "RUNNING" -> new SyncState.Running(worker(fields), attempt, started(fields));
      case "CANCELING" ->
          new SyncState.Canceling(
              worker(fields), attempt, started(fields), field(fields, "canceled_by"));
      case "SUCCEEDED" -> new SyncState.Succeeded(attempt, started(fields), finished(fields));
      case "FAILED" ->
          new SyncState.Failed(
              attempt,
              started(fields),
              finished(fields),
              Json.readList(field(fields, "problems"), SyncState.Problem.class));
      case "CANCELED" -> {
        String started = fields.get("started_at");
        yield new SyncState.Canceled(
            attempt,
            started == null ? null : Instant.parse(started),
            finished(fields),
            field(fields, "canceled_by"));
      }
      default -> throw new IllegalStateException("a run in Redis has no known status");
    };
  }

  private static WorkerId worker(Map<String, String> fields) {
    return new WorkerId(field(fields, "worker"));
  }

  private static Instant started(Map<String, String> fields) {
    return Instant.parse(field(fields, "started_at"));
  }

  private static Instant finished(Map<String, String> fields) {
    return Instant.parse(field(fields, "finished_at"));
  }

  private static String field(Map<String, String> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }
}
