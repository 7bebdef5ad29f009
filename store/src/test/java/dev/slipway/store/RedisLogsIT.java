package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.BuildStoreFixture;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.LogStretch;
import dev.slipway.core.log.LogsContract;
import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisLogsIT extends LogsContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected BuildStoreFixture freshStore() {
    return new RedisBuildStoreFixture(REAL.redis());
  }

  @Test
  void ofARunningLogOnlyTheNewestLinesAreUncompressedAndOfAnEndedOneNone() throws Exception {
    BuildStoreFixture store = freshStore();
    BuildQueue queue = store.newQueue();
    BuildId build = start(store, queue);
    for (long first = 1; first <= 5000; first += 100) {
      assertThat(store.logs().append(build, 1, lines(first, first + 99))).isTrue();
      assertThat(uncompressed(build)).isLessThan(12);
    }

    Instant at = Instant.parse("2026-03-14T15:10:00Z");
    BuildState end = new BuildState.Skipped(1, at, at, "only docs changed");
    assertThat(queue.finish(build, 1, end, List.of(), Duration.ZERO)).isPresent();

    assertThat(uncompressed(build)).isZero();
    for (Key key : List.of(Key.LOG, Key.LOG_BLOCKS, Key.LOG_SURVEYS)) {
      Long seconds = REAL.redis().call(commands -> commands.ttl(key.of(build)));
      assertThat(seconds)
          .isBetween(Duration.ofDays(29).toSeconds(), Duration.ofDays(30).toSeconds());
    }
  }

  @Test
  void aLogOfBeforeThereWereBlocksIsReadAsItIs() throws Exception {
    BuildStoreFixture store = freshStore();
    BuildId build = start(store, store.newQueue());
    for (long last = 250; last <= 3000; last += 250) {
      String id = last + "-0";
      String batch = LogBlocks.batch(lines(last - 249, last));
      String number = Long.toString(last);
      REAL.redis()
          .call(commands ->
              commands.xadd(Key.LOG.of(build), new XAddArgs().id(id), Map.of("lines", batch)));
      REAL.redis().call(commands -> commands.hset(Key.BUILD.of(build), "log", number));
    }
    assertThat(store.logs().read(build, 1700, 500).lines()).isEqualTo(lines(1700, 2199));
    assertThat(store.logs().survey(build).getLast().last()).isEqualTo(3000);

    assertThat(store.logs().append(build, 1, lines(3001, 3100))).isTrue();

    assertThat(uncompressed(build)).isLessThan(6);
    assertThat(store.logs().read(build, 1, 3100).lines()).isEqualTo(lines(1, 3100));
    assertThat(store.logs().survey(build).stream().map(LogStretch::first))
        .isSorted()
        .startsWith(1L, 1025L);
  }

  private static BuildId start(BuildStoreFixture store, BuildQueue queue) throws Exception {
    store.builds().add(SampleBuilds.alone());
    return queue.claim(new WorkerId("eve"), Duration.ZERO).orElseThrow().id();
  }

  private static long uncompressed(BuildId build) {
    return REAL.redis().call(commands -> commands.xlen(Key.LOG.of(build)));
  }

  private static List<LogLine> lines(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(n -> new LogLine(n, 10 * n, "image", "line " + n))
        .toList();
  }
}
