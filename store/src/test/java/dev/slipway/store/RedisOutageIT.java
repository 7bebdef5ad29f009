package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.event.Event;
import dev.slipway.core.log.Logs.Subscription;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when Redis is killed under the ports, or is gone. */
class RedisOutageIT {
  private static final Clock CLOCK = Clock.systemUTC();
  @TempDir Path directory;

  @Test
  void everyDeliveryThatWasAcceptedSurvivesTheKilledServer() throws Exception {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory);
        Redis redis = Redis.connect(server.url())) {
      RedisDeliveries deliveries = new RedisDeliveries(redis, CLOCK);
      List<Delivery> accepted = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        NewBuild build = SampleBuilds.alone();
        Delivery delivery = SampleBuilds.delivery(build, "id-" + i);
        deliveries.accept(SampleBuilds.acceptance(delivery, List.of(build), Map.of()));
        accepted.add(delivery);
        if (i % 20 == 19) {
          kill(server);
        }
      }
      RedisBuildQueue queue = new RedisBuildQueue(redis, CLOCK);
      for (Delivery delivery : accepted) {
        assertThat(deliveries.find(delivery.id())).contains(delivery);
        assertThat(queue.claim(new WorkerId("ada"), Duration.ZERO).map(Build::request))
            .hasValueSatisfying(
                build -> assertThat(build.repositoryId()).isEqualTo(delivery.repositoryId()));
      }
    }
  }

  @Test
  void aSubscriberMissesNothingWhileTheServerIsKilled() throws Exception {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory);
        Redis redis = Redis.connect(server.url())) {
      BlockingQueue<Event> told = new LinkedBlockingQueue<>();
      try (Subscription _ = new RedisEvents(redis).subscribe(told::add)) {
        RedisBuilds builds = new RedisBuilds(redis, CLOCK);
        for (int i = 0; i < 5; i++) {
          kill(server);
          Build added = builds.add(SampleBuilds.alone());
          assertThat(told.poll(20, TimeUnit.SECONDS))
              .isNotNull()
              .extracting(Event::subject)
              .isEqualTo(added.id().value());
        }
      }
    }
  }

  @Test
  void aCallSaysThatRedisIsAway() {
    Redis redis;
    try (EmbeddedRedis server = EmbeddedRedis.start(directory)) {
      redis = Redis.connect(server.url(), Duration.ofMillis(200));
    }
    try (redis) {
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> new RedisBuilds(redis, CLOCK).add(SampleBuilds.alone()))
          .withMessageContaining("127.0.0.1");
      assertThat(redis.reachable()).isFalse();
    }
  }

  private static void kill(EmbeddedRedis server) throws Exception {
    ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(10, TimeUnit.SECONDS);
  }
}
