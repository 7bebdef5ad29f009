package dev.slipway.store;

import dev.slipway.core.Ids;
import dev.slipway.core.Page;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.retention.RetentionResult;
import dev.slipway.core.retention.RetentionRun;
import dev.slipway.core.retention.RetentionRuns;
import dev.slipway.core.retention.RetentionState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs of retention in Redis. Leases run on the clock of Redis; the times in the records are those
 * of the given clock.
 */
public final class RedisRetentionRuns implements RetentionRuns {
  private static final LuaScript START = LuaScript.load("start_retention", "events");
  private static final LuaScript CLAIM = LuaScript.load("claim_retention", "events");
  private static final LuaScript RENEW = LuaScript.load("renew_retention");
  private static final LuaScript END = LuaScript.load("end_retention", "events");

  /** How often to look for lost leases, of which nobody tells. */
  private static final Duration LOOK_FOR_LOST = Duration.ofSeconds(1);

  private final Redis redis;
  private final Clock clock;

  public RedisRetentionRuns(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public RetentionRun start(String scope, String by) {
    return read(START.list(redis, Ids.next("ret", clock), scope, by, clock.instant().toString()))
        .orElseThrow();
  }

  @Override
  public Optional<RetentionRun> claim(WorkerId worker, Duration wait) throws InterruptedException {
    return Waiting.on(redis.signals(), Key.RETENTION_OPEN.toString())
        .lookingEvery(LOOK_FOR_LOST)
        .until(() -> claim(worker), wait);
  }

  private Optional<RetentionRun> claim(WorkerId worker) {
    return read(
        CLAIM.list(
            redis,
            worker.value(),
            UUID.randomUUID().toString(),
            String.valueOf(LEASE.toMillis()),
            clock.instant().toString()));
  }

  @Override
  public boolean renew(RetentionRun held) {
    return RENEW.number(
            redis,
            held.id(),
            String.valueOf(held.state().attempt()),
            String.valueOf(LEASE.toMillis()))
        == 1;
  }

  @Override
  public boolean end(RetentionRun held, Instant finishedAt, RetentionResult result) {
    return END.number(
            redis,
            held.id(),
            String.valueOf(held.state().attempt()),
            finishedAt.toString(),
            Json.write(result),
            result.problems().isEmpty() ? "succeeded" : "failed",
            String.valueOf(MOST))
        == 1;
  }

  @Override
  public Optional<RetentionRun> find(String id) {
    return read(id, redis.call(commands -> commands.hgetall(Key.RETENTION_RUN.of(id))));
  }

  @Override
  public Page<RetentionRun> list(Page.Request page) {
    Page<String> ids = Ordered.newestFirst(redis, Key.RETENTION_RUNS.toString(), page);
    return new Page<>(
        ids.items().stream().map(this::find).flatMap(Optional::stream).toList(), ids.next());
  }

  @Override
  public Optional<Instant> lastWanted(String scope) {
    String at =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.RETENTION_WANTED.toString(), scope));
    return Optional.ofNullable(at).map(Instant::parse);
  }

  /** From the id and then field and value in turn, as scripts answer; empty from nothing. */
  private static Optional<RetentionRun> read(List<@Nullable String> flat) {
    if (flat.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    for (int i = 1; i + 1 < flat.size(); i += 2) {
      fields.put(Objects.requireNonNull(flat.get(i)), Objects.requireNonNull(flat.get(i + 1)));
    }
    return read(Objects.requireNonNull(flat.getFirst()), fields);
  }

  private static Optional<RetentionRun> read(String id, Map<String, String> fields) {
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RetentionRun(
            id,
            field(fields, "scope"),
            field(fields, "by"),
            Instant.parse(field(fields, "queued_at")),
            state(fields)));
  }

  private static RetentionState state(Map<String, String> fields) {
    int attempt = Integer.parseInt(field(fields, "attempt"));
    return switch (field(fields, "status")) {
      case "QUEUED" -> new RetentionState.Queued();
      case "RUNNING" ->
          new RetentionState.Running(
              new WorkerId(field(fields, "worker")), attempt, time(fields, "started_at"));
      case "ENDED" ->
          new RetentionState.Ended(
              attempt,
              time(fields, "started_at"),
              time(fields, "finished_at"),
              Json.read(field(fields, "result"), RetentionResult.class));
      default -> throw new IllegalStateException("a run in Redis has no known status");
    };
  }

  private static Instant time(Map<String, String> fields, String name) {
    return Instant.parse(field(fields, name));
  }

  private static String field(Map<String, String> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }
}
