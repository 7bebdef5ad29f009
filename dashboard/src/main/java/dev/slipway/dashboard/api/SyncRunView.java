package dev.slipway.dashboard.api;

import dev.slipway.core.sync.SyncProgress;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncState;
import dev.slipway.core.sync.SyncState.Canceled;
import dev.slipway.core.sync.SyncState.Canceling;
import dev.slipway.core.sync.SyncState.Failed;
import dev.slipway.core.sync.SyncState.Queued;
import dev.slipway.core.sync.SyncState.Running;
import dev.slipway.core.sync.SyncState.Succeeded;
import dev.slipway.dashboard.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of a rule as the API tells it.
 *
 * @param by who or what wanted it
 * @param canceledBy null unless somebody stopped it
 * @param problems why it failed; empty unless it did
 */
record SyncRunView(
    String id,
    String rule,
    String by,
    String status,
    int attempt,
    @Nullable String queuedAt,
    @Nullable String startedAt,
    @Nullable String finishedAt,
    @Nullable String canceledBy,
    Progress progress,
    List<String> warnings,
    List<SyncState.Problem> problems) {
  static SyncRunView of(SyncRun run) {
    SyncState state = run.state();
    Times times = times(state);
    SyncProgress progress = run.progress();
    return new SyncRunView(
        run.id().value(),
        run.rule().value(),
        run.by(),
        state.id(),
        state.attempt(),
        Json.time(run.queuedAt()),
        Json.time(times.started()),
        Json.time(times.finished()),
        canceledBy(state),
        Progress.of(progress, state.ended()),
        progress.warnings(),
        state instanceof Failed failed ? failed.problems() : List.of());
  }

  private static Times times(SyncState state) {
    return switch (state) {
      case Queued() -> new Times(null, null);
      case Running running -> new Times(running.startedAt(), null);
      case Canceling canceling -> new Times(canceling.startedAt(), null);
      case Succeeded succeeded -> new Times(succeeded.startedAt(), succeeded.finishedAt());
      case Failed failed -> new Times(failed.startedAt(), failed.finishedAt());
      case Canceled canceled -> new Times(canceled.startedAt(), canceled.finishedAt());
    };
  }

  private static @Nullable String canceledBy(SyncState state) {
    return switch (state) {
      case Canceling canceling -> canceling.by();
      case Canceled canceled -> canceled.by();
      case Queued _, Running _, Succeeded _, Failed _ -> null;
    };
  }

  private record Times(@Nullable Instant started, @Nullable Instant finished) {}

  /**
   * How far it is; what is there already counts as nothing to send.
   *
   * @param bytesPerSecond lately; null when it moves nothing
   * @param secondsLeft when it goes on like that; null when that is not known
   */
  record Progress(
      int tags,
      int tagsDone,
      long bytes,
      long bytesDone,
      @Nullable Long bytesPerSecond,
      @Nullable Long secondsLeft) {
    static Progress of(SyncProgress progress, boolean ended) {
      boolean moves = !ended && progress.bytesPerSecond() > 0;
      return new Progress(
          progress.images(),
          progress.imagesDone(),
          progress.bytes(),
          progress.bytesDone(),
          moves ? (Long) progress.bytesPerSecond() : null,
          moves ? progress.timeLeft().map(Duration::toSeconds).orElse(null) : null);
    }
  }
}
