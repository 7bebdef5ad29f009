package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
  @TempDir Path directory;

  @Test
  void whatWasWrittenIsThereAfterAStopAndAStart() {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory);
        Redis redis = Redis.connect(server.url())) {
      redis.call(commands -> commands.set("word", "kept"));
    }
    try (EmbeddedRedis server = EmbeddedRedis.start(directory);
        Redis redis = Redis.connect(server.url())) {
      assertThat(read(redis)).isEqualTo("kept");
    }
  }

  @Test
  void nothingIsAtRiskInIt() {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory);
        Redis redis = Redis.connect(server.url())) {
      assertThat(redis.risks()).isEmpty();
      assertThat(redis.reachable()).isTrue();
    }
  }

  @Test
  void aServerThatIsKilledComesBackWithItsDataOnTheSameConnection() throws Exception {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory);
        Redis redis = Redis.connect(server.url())) {
      redis.call(commands -> commands.set("word", "kept"));
      ProcessHandle killed = ProcessHandle.of(server.pid()).orElseThrow();
      killed.destroyForcibly();
      killed.onExit().get(10, TimeUnit.SECONDS);
      assertThat(read(redis)).isEqualTo("kept");
      assertThat(server.pid()).isNotEqualTo(killed.pid());
    }
  }

  @Test
  void theServerThatAKilledProcessLeftBehindIsStoppedAndItsDataIsThere() throws Exception {
    long orphan;
    Process owner = startOwner();
    try (BufferedReader said = owner.inputReader(StandardCharsets.UTF_8)) {
      orphan = Long.parseLong(said.lines().findFirst().orElseThrow());
    } finally {
      owner.destroyForcibly().waitFor();
    }
    assertThat(ProcessHandle.of(orphan).map(ProcessHandle::isAlive)).contains(true);

    try (EmbeddedRedis server = EmbeddedRedis.start(directory);
        Redis redis = Redis.connect(server.url())) {
      assertThat(ProcessHandle.of(orphan).map(ProcessHandle::isAlive).orElse(false)).isFalse();
      assertThat(read(redis)).isEqualTo("kept");
    }
  }

  private Process startOwner() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            EmbeddedRedisOwner.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void aPidFileThatPointsAtSomebodyElseHarmsNobody() throws IOException {
    long me = ProcessHandle.current().pid();
    Files.writeString(directory.resolve("redis.pid"), Long.toString(me));
    try (EmbeddedRedis server = EmbeddedRedis.start(directory)) {
      assertThat(server.pid()).isNotEqualTo(me);
    }
  }

  @Test
  void aDirectoryHasOneOwnerAtATime() {
    try (EmbeddedRedis first = EmbeddedRedis.start(directory);
        Redis redis = Redis.connect(first.url())) {
      assertThatExceptionOfType(InvalidValueException.class)
          .isThrownBy(() -> EmbeddedRedis.start(directory))
          .withMessageContaining(directory.toString());
      assertThat(redis.reachable()).isTrue();
    }
  }

  @Test
  void nobodyGetsInWithoutThePassword() {
    try (EmbeddedRedis server = EmbeddedRedis.start(directory)) {
      String open = "redis://" + server.url().substring(server.url().indexOf('@') + 1);
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> Redis.connect(open).close())
          .withMessageContaining("SLIPWAY_REDIS_URL");
    }
  }

  private static String read(Redis redis) {
    return String.valueOf(redis.<Object>call(commands -> commands.get("word")));
  }
}
