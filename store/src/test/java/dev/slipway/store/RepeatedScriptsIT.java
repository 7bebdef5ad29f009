package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.log.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What only shows in Redis itself: repeated calls, lost groups, what is left behind. */
class RepeatedScriptsIT {
  @RegisterExtension static final RealRedis REAL = new RealRedis();
  private static final WorkerId ADA = new WorkerId("ada");
  private static final WorkerId BOB = new WorkerId("bob");

  private Redis redis;
  private RedisBuilds builds;
  private RedisBuildQueue queue;

  @BeforeEach
  void start() {
    redis = REAL.redis();
    builds = new RedisBuilds(redis, Clock.systemUTC());
    queue = new RedisBuildQueue(redis, Clock.systemUTC());
  }

  @Test
  void aClaimThatIsRepeatedAfterAReconnectGetsTheSameAttempt() {
    builds.add(SampleBuilds.alone());
    builds.add(SampleBuilds.alone());
    LuaScript claim = LuaScript.load("claim_build", "events", "lines", "builders", "builds");
    String[] call = {"ada", "call-1", "2026-03-14T15:09:26Z", "30000", ""};
    Build first = BuildRecord.ofAnswer(claim.list(redis, call)).orElseThrow();
    for (int i = 0; i < 10; i++) {
      assertThat(BuildRecord.ofAnswer(claim.list(redis, call))).contains(first);
    }
    assertThat(first.state().attempt()).isEqualTo(1);
  }

  @Test
  void aLostGroupIsMadeAnewAndWhatRunsGoesOnUndisturbed() throws InterruptedException {
    BuildId running = builds.add(SampleBuilds.alone()).id();
    assertThat(queue.claim(ADA, Duration.ZERO)).isPresent();
    BuildId queued = builds.add(SampleBuilds.alone()).id();
    redis.call(commands -> commands.xgroupDestroy(Key.BUILD_QUEUE.toString(), "builders"));

    assertThat(queue.renew(running, 1)).isEqualTo(BuildQueue.Lease.KEPT);
    RedisBuildQueue other = new RedisBuildQueue(redis, Clock.systemUTC());
    assertThat(other.claim(BOB, Duration.ZERO).map(Build::id)).contains(queued);
    assertThat(other.claim(BOB, Duration.ZERO)).isEmpty();
    assertThat(queue.renew(running, 1)).isEqualTo(BuildQueue.Lease.KEPT);

    new RedisBuildStoreFixture(redis).expireLease(running);
    assertThat(other.claim(BOB, Duration.ZERO).map(Build::id)).contains(running);
  }

  @Test
  void nothingIsPendingOrLinedUpOnceAllBuildsHaveEnded() throws InterruptedException {
    BuildId ended = builds.add(SampleBuilds.alone()).id();
    BuildId canceled = builds.add(SampleBuilds.alone()).id();
    assertThat(queue.claim(ADA, Duration.ZERO)).isPresent();
    RedisLogs logs = new RedisLogs(redis);
    logs.append(ended, 1, List.of(new LogLine(1, 0, "image", "ok")));
    assertThat(ttl(Key.LOG.of(ended))).isEqualTo(-1);
    queue.finish(ended, 1, skipped(), List.of(), Duration.ZERO);
    builds.cancel(canceled, "ada", "typo");

    assertThat(queue.claim(ADA, Duration.ZERO)).isEmpty();
    assertThat(redis.<Long>call(c -> c.xlen(Key.BUILD_QUEUE.toString()))).isZero();
    assertThat(redis.call(c -> c.xpending(Key.BUILD_QUEUE.toString(), "builders")).getCount())
        .isZero();
    assertThat(redis.<Long>call(c -> c.exists(Key.BUILD_LINES.toString()))).isZero();
    List<String> lines = redis.call(c -> c.keys(Key.BUILDS_OF_REF.of("*")));
    assertThat(lines).isEmpty();
    assertThat(ttl(Key.LOG.of(ended))).isBetween(29L * 24 * 3600, 30L * 24 * 3600);
    assertThat(ttl(Key.BUILD.of(ended))).isEqualTo(-1);
  }

  @Test
  void aDeliveryIdIsRememberedForSevenDays() {
    var build = SampleBuilds.alone();
    new RedisDeliveries(redis, Clock.systemUTC())
        .accept(SampleBuilds.acceptance(build, "f00", Map.of()));
    assertThat(ttl(Key.DELIVERED.of(build.repositoryId() + ":f00")))
        .isBetween(7L * 24 * 3600 - 60, 7L * 24 * 3600);
  }

  @Test
  void scriptsAreSentAgainToARedisThatForgotThem() {
    builds.add(SampleBuilds.alone());
    redis.call(commands -> commands.scriptFlush());
    Optional<Build> added = builds.find(builds.add(SampleBuilds.alone()).id());
    assertThat(added).isPresent();
  }

  private long ttl(String key) {
    return redis.<Long>call(commands -> commands.ttl(key));
  }

  private static BuildState skipped() {
    Instant at = Instant.parse("2026-03-14T15:10:00Z");
    return new BuildState.Skipped(1, at, at, "only docs changed");
  }
}
