package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.BuildQueueContract;
import dev.slipway.core.build.BuildStoreFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The queue on a Redis of somebody else, as it comes out of the box. */
class OutsideRedisIT extends BuildQueueContract {
  private static final GenericContainer<?> CONTAINER =
      new GenericContainer<>(DockerImageName.parse("redis:7")).withExposedPorts(6379);
  private static Redis redis;

  @BeforeAll
  static void connect() {
    CONTAINER.start();
    redis = Redis.connect("redis://127.0.0.1:" + CONTAINER.getMappedPort(6379));
  }

  @AfterAll
  static void disconnect() {
    redis.close();
    CONTAINER.stop();
  }

  @Override
  protected BuildStoreFixture freshStore() {
    redis.call(commands -> commands.flushall());
    return new RedisBuildStoreFixture(redis);
  }

  @Test
  void whatItCanLoseIsSaidInWords() {
    assertThat(redis.risks())
        .singleElement()
        .asString()
        .contains("append-only file", "set appendonly yes", "127.0.0.1");
  }
}
