package dev.slipway.store;

import dev.slipway.core.Ids;
import dev.slipway.core.Page;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.sync.SyncMoves;
import dev.slipway.core.sync.SyncProgress;
import dev.slipway.core.sync.SyncRule;
import dev.slipway.core.sync.SyncRuleId;
import dev.slipway.core.sync.SyncRun;
import dev.slipway.core.sync.SyncRunId;
import dev.slipway.core.sync.SyncRuns;
import dev.slipway.core.sync.SyncState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs of rules in Redis. Leases run on the clock of Redis; the times in the records are those of
 * the given clock.
 */
public final class RedisSyncRuns implements SyncRuns {
  private static final LuaScript START = LuaScript.load("start_sync_run", "events", "sync_runs");
  private static final LuaScript CLAIM = LuaScript.load("claim_sync_run", "events", "sync_runs");
  private static final LuaScript FREE = LuaScript.load("free_sync_runs", "events", "sync_runs");
  private static final LuaScript RENEW = LuaScript.load("renew_sync_run", "events", "sync_runs");
  private static final LuaScript END = LuaScript.load("end_sync_run", "events", "sync_runs");
  private static final LuaScript CANCEL = LuaScript.load("cancel_sync_run", "events", "sync_runs");

  /** How often to look for lost leases, of which nobody tells. */
  private static final Duration LOOK_FOR_LOST = Duration.ofSeconds(1);

  private final Redis redis;
  private final Clock clock;

  public RedisSyncRuns(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public SyncRun start(SyncRuleId rule, String by) {
    return start(new SyncRunId(Ids.next("run", clock)), rule, by, "");
  }

  @Override
  public SyncRun start(SyncRunId id, SyncRule given, String by) {
    return start(id, given.id(), by, Json.write(given));
  }

  private SyncRun start(SyncRunId id, SyncRuleId rule, String by, String given) {
    return SyncRunRecord.readFlat(
            START.list(
                redis,
                id.value(),
                rule.value(),
                by,
                clock.instant().toString(),
                Json.write(SyncProgress.NONE),
                given))
        .orElseThrow();
  }

  @Override
  public Optional<SyncRun> claim(WorkerId worker, Duration wait) throws InterruptedException {
    return Waiting.on(redis.signals(), Key.SYNC_OPEN.toString())
        .lookingEvery(LOOK_FOR_LOST)
        .until(() -> claim(worker), wait);
  }

  private Optional<SyncRun> claim(WorkerId worker) {
    return SyncRunRecord.readFlat(
        CLAIM.list(
            redis,
            worker.value(),
            UUID.randomUUID().toString(),
            String.valueOf(LEASE.toMillis()),
            clock.instant().toString()));
  }

  @Override
  public void letGo(WorkerId worker) {
    var _ = FREE.number(redis, worker.value());
  }

  @Override
  public Optional<SyncRun> renew(SyncRun held, SyncProgress progress) {
    return SyncRunRecord.readFlat(
        RENEW.list(
            redis,
            held.id().value(),
            String.valueOf(held.state().attempt()),
            Json.write(progress),
            String.valueOf(LEASE.toMillis()),
            clock.instant().toString()));
  }

  @Override
  public Optional<SyncRun> end(SyncRun held, SyncState ended, SyncProgress progress) {
    if (!SyncMoves.legal(held.state(), ended)) {
      return Optional.empty();
    }
    return switch (ended) {
      case SyncState.Succeeded succeeded ->
          end(held, ended, succeeded.finishedAt(), List.of(), "", progress);
      case SyncState.Failed failed ->
          end(held, ended, failed.finishedAt(), failed.problems(), "", progress);
      case SyncState.Canceled canceled ->
          end(held, ended, canceled.finishedAt(), List.of(), canceled.by(), progress);
      case SyncState.Queued _, SyncState.Running _, SyncState.Canceling _ -> Optional.empty();
    };
  }

  private Optional<SyncRun> end(
      SyncRun held,
      SyncState ended,
      Instant finishedAt,
      List<SyncState.Problem> problems,
      String by,
      SyncProgress progress) {
    return SyncRunRecord.readFlat(
        END.list(
            redis,
            held.id().value(),
            String.valueOf(held.state().attempt()),
            status(held.state()),
            status(ended),
            finishedAt.toString(),
            Json.write(progress),
            Json.write(problems),
            by));
  }

  private static String status(SyncState state) {
    return state.id().toUpperCase(Locale.ROOT);
  }

  @Override
  public Optional<SyncRun> cancel(SyncRunId id, String by) {
    return SyncRunRecord.readFlat(CANCEL.list(redis, id.value(), by, clock.instant().toString()));
  }

  @Override
  public Optional<SyncRun> find(SyncRunId id) {
    return SyncRunRecord.read(id, redis.call(commands -> commands.hgetall(Key.SYNC_RUN.of(id))));
  }

  @Override
  public Page<SyncRun> list(@Nullable SyncRuleId rule, Page.Request page) {
    String index = rule == null ? Key.SYNC_RUNS.toString() : Key.SYNC_RUNS_OF.of(rule);
    Page<String> ids = Ordered.newestFirst(redis, index, page);
    List<SyncRun> runs =
        ids.items().stream().map(id -> find(new SyncRunId(id))).flatMap(Optional::stream).toList();
    return new Page<>(runs, ids.next());
  }
}
