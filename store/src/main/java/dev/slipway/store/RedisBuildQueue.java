package dev.slipway.store;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildMoves;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Obstacle;
import dev.slipway.core.build.QueuePlace;
import dev.slipway.core.build.QueueSnapshot;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.log.Logs.Subscription;
import dev.slipway.core.source.Labels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of builds in Redis. Each repository has a line of its own, and the repositories take
 * turns, so that none has to wait until another one's hundred builds are done. What is taken
 * becomes an entry of a stream with one consumer group; the lease is the idle time of that pending
 * entry, measured by Redis. The record with its attempt decides everything else.
 *
 * <p>One of these serves all threads of a worker's process: it knows which builds they hold, so
 * that what is pending beyond that must be from before a restart.
 */
public final class RedisBuildQueue implements BuildQueue {
  private static final LuaScript CLAIM =
      LuaScript.load("claim_build", "events", "lines", "builders", "builds");
  private static final LuaScript RENEW =
      LuaScript.load("renew_build", "events", "lines", "builders", "builds");
  private static final LuaScript REPORT =
      LuaScript.load("report_steps", "events", "lines", "builds");
  private static final LuaScript FINISH =
      LuaScript.load(
          "finish_build", "events", "lines", "builders", "builds", "deployments", "hand_over");

  private static final LuaScript ENTER = LuaScript.load("enter_group", "events", "lines", "builds");
  private static final LuaScript WAIT =
      LuaScript.load("wait_of_build", "events", "lines", "builders", "builds");

  private static final LuaScript READ = LuaScript.load("read_queue", "events", "lines", "builders");

  /** How often a waiting worker looks for expired leases and retries that have become due. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How many values stand before the list of builders in what a place is told with. */
  private static final int BEFORE_BUILDERS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(RedisBuildQueue.class);

  private final Redis redis;
  private final LogBlocks logs;
  private final Clock clock;
  private final Labels labels;
  private final ConcurrentMap<BuildId, Integer> held = new ConcurrentHashMap<>();
  private final ReentrantLock claiming = new ReentrantLock();

  /** The queue of a process that needs not take what needs labels. */
  public RedisBuildQueue(Redis redis, Clock clock) {
    this(redis, clock, Labels.NONE);
  }

  /** The queue of a process whose worker has labels. */
  public RedisBuildQueue(Redis redis, Clock clock, Labels labels) {
    this.redis = redis;
    this.logs = new LogBlocks(redis);
    this.clock = clock;
    this.labels = labels;
  }

  @Override
  public Optional<Build> claim(WorkerId worker, Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    Semaphore woken = new Semaphore(0);
    try (Subscription _ = redis.signals().on(Key.BUILD_QUEUE.toString(), woken::release)) {
      while (true) {
        Optional<Build> taken = take(worker);
        long left = deadline - System.nanoTime();
        if (taken.isPresent() || left <= 0) {
          return taken;
        }
        if (woken.tryAcquire(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
          woken.drainPermits();
        }
      }
    } catch (StoreUnavailableException e) {
      if (Thread.interrupted()) {
        throw interrupted(e);
      }
      throw e;
    }
  }

  private static InterruptedException interrupted(StoreUnavailableException cause) {
    InterruptedException interruption = new InterruptedException(cause.getMessage());
    interruption.initCause(cause);
    return interruption;
  }

  /** One thread at a time, so that none takes over what another one is just being given. */
  private Optional<Build> take(WorkerId worker) throws InterruptedException {
    claiming.lockInterruptibly();
    try {
      List<String> args = new ArrayList<>();
      args.add(worker.value());
      args.add(UUID.randomUUID().toString());
      args.add(clock.instant().toString());
      args.add(Long.toString(LEASE.toMillis()));
      args.add(labels.toString());
      held.keySet().forEach(id -> args.add(id.value()));
      Optional<Build> taken = BuildRecord.ofAnswer(CLAIM.list(redis, args.toArray(String[]::new)));
      taken.ifPresent(build -> held.put(build.id(), build.state().attempt()));
      return taken;
    } finally {
      claiming.unlock();
    }
  }

  @Override
  public Lease renew(BuildId id, int attempt) {
    String answer = RENEW.value(redis, id.value(), Integer.toString(attempt));
    Lease lease = answer == null ? Lease.LOST : Lease.valueOf(answer);
    if (lease == Lease.LOST) {
      held.remove(id, attempt);
    }
    return lease;
  }

  @Override
  public boolean report(BuildId id, int attempt, List<StepReport> steps) {
    return REPORT.number(
            redis,
            id.value(),
            Integer.toString(attempt),
            Json.write(steps),
            clock.instant().toString())
        == 1;
  }

  @Override
  public Optional<List<DeploymentId>> finish(
      BuildId id, int attempt, BuildState end, List<NewRelease> releases, Duration delay) {
    checkLegal(attempt, end, releases);
    List<String> args = new ArrayList<>();
    args.add(id.value());
    args.add(Integer.toString(attempt));
    args.add(Json.typeName(end.getClass()));
    args.add(Json.write(end));
    args.add(clock.instant().toString());
    args.add(Long.toString(delay.toMillis()));
    releases.forEach(release -> args.add(Json.write(release)));
    String deployments = FINISH.value(redis, args.toArray(String[]::new));
    held.remove(id, attempt);
    sealLog(id, end);
    return Optional.ofNullable(deployments).map(json -> Json.readList(json, DeploymentId.class));
  }

  /** Nothing but memory is lost where Redis is away just now: the lines can be read as they are. */
  private void sealLog(BuildId id, BuildState end) {
    if (!end.ended()) {
      return;
    }
    try {
      logs.sealAll(id);
    } catch (StoreUnavailableException e) {
      LOG.info("the last lines of build {} stay uncompressed", id, e);
    }
  }

  private static void checkLegal(int attempt, BuildState end, List<NewRelease> releases) {
    BuildState running = new BuildState.Running(new WorkerId(""), attempt, Instant.EPOCH);
    boolean ends = end.ended() || end instanceof BuildState.Queued;
    if (!ends || !BuildMoves.legal(running, end)) {
      throw new IllegalArgumentException("attempt " + attempt + " cannot end as " + end);
    }
    if (!releases.isEmpty() && !(end instanceof BuildState.Succeeded)) {
      throw new IllegalArgumentException("only a build that succeeded has releases, not " + end);
    }
  }

  @Override
  public GroupPlace enter(BuildId id, int attempt, String group, boolean cancelOlder) {
    List<@Nullable String> answer =
        ENTER.list(
            redis,
            id.value(),
            Integer.toString(attempt),
            group,
            Boolean.toString(cancelOlder),
            clock.instant().toString());
    return switch (Objects.requireNonNull(answer.getFirst())) {
      case "entered" -> new GroupPlace.Entered();
      case "lost" -> new GroupPlace.Lost();
      case String other ->
          new GroupPlace.Taken(
              Long.parseLong(other), "newer".equals(Objects.requireNonNull(answer.get(1))));
    };
  }

  @Override
  public Optional<QueuePlace> place(BuildId id) {
    List<@Nullable String> answer = WAIT.list(redis, id.value());
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    List<String> known = answer.stream().map(Objects::requireNonNull).toList();
    int afterBuilders = BEFORE_BUILDERS + Integer.parseInt(known.get(BEFORE_BUILDERS - 1));
    List<Labels> builders =
        known.subList(BEFORE_BUILDERS, afterBuilders).stream().map(Labels::parse).toList();
    return Optional.of(
        new QueuePlace(
            Integer.parseInt(known.get(0)),
            Integer.parseInt(known.get(1)),
            median(known.subList(afterBuilders, known.size())),
            Obstacle.of(Labels.parse(known.get(2)), builders)));
  }

  @Override
  public QueueSnapshot snapshot() {
    return QueueRows.read(READ.list(redis));
  }

  static @Nullable Duration median(List<String> beginsAndEnds) {
    List<Duration> sorted =
        beginsAndEnds.stream()
            .map(text -> text.split(" ", 2))
            .map(span -> Duration.between(Instant.parse(span[0]), Instant.parse(span[1])))
            .sorted()
            .toList();
    return sorted.isEmpty() ? null : sorted.get(sorted.size() / 2);
  }
}
