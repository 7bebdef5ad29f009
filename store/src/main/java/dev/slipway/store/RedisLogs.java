package dev.slipway.store;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.LogStretch;
import dev.slipway.core.log.Logs;
import dev.slipway.core.log.Sieve;
import io.lettuce.core.KeyValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps the newest lines of each log as a stream of batches, and those before them as a stream of
 * compressed blocks. The id of an entry is the number of its last line, so Redis itself refuses
 * lines out of order, and a reader finds its place by number.
 */
public final class RedisLogs implements Logs {
  private static final LuaScript APPEND = LuaScript.load("append_log", "events", "lines", "builds");
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "canceled", "skipped");
  private static final int MOST_BLOCKS_AT_ONCE = 8;
  private static final int BATCHES_AT_ONCE = 16;

  /** A window of long lines ends when it has that many characters. */
  private static final long ENOUGH_CHARS = 4 << 20;

  /** From that size on so few lines make a batch that blocks are full before they have many. */
  private static final int LONG_LINES = 256;

  private final Redis redis;
  private final LogBlocks blocks;

  public RedisLogs(Redis redis) {
    this.redis = redis;
    this.blocks = new LogBlocks(redis);
  }

  @Override
  public long total(BuildId build) {
    return standing(build).total();
  }

  @Override
  public boolean append(BuildId build, int attempt, List<LogLine> lines) {
    List<LogLine> rest = lines;
    while (!rest.isEmpty()) {
      long first = rest.getFirst().number();
      long last = rest.getLast().number();
      long total =
          APPEND.number(
              redis,
              build.value(),
              Integer.toString(attempt),
              Long.toString(first),
              Long.toString(last),
              LogBlocks.batch(rest));
      if (total < 0) {
        return false;
      }
      if (total < first - 1) {
        throw new IllegalArgumentException(
            "line %d of build %s does not follow line %d".formatted(first, build, total));
      }
      // What is there already came with an earlier call whose answer was lost.
      rest = rest.stream().filter(line -> line.number() > total).toList();
    }
    if (mayFillBlock(lines)) {
      blocks.sealFull(build);
    }
    return attemptHolds(build, attempt, lines);
  }

  private static boolean mayFillBlock(List<LogLine> lines) {
    if (lines.isEmpty()) {
      return false;
    }
    long before = lines.getFirst().number() - 1;
    long last = lines.getLast().number();
    long chars = lines.stream().mapToLong(line -> line.text().length()).sum();
    return before / LogBlocks.LINES != last / LogBlocks.LINES
        || chars > (long) LONG_LINES * lines.size();
  }

  /** No lines: still worth an answer. */
  private boolean attemptHolds(BuildId build, int attempt, List<LogLine> lines) {
    if (!lines.isEmpty()) {
      return true;
    }
    List<KeyValue<String, String>> record =
        redis.call(commands -> commands.hmget(Key.BUILD.of(build), "kind", "attempt"));
    return Set.of("running", "canceling").contains(record.get(0).getValueOrElse(""))
        && record.get(1).getValueOrElse("").equals(Integer.toString(attempt));
  }

  @Override
  public Window read(BuildId build, long from, int limit) {
    List<LogLine> lines = new ArrayList<>();
    long sealed = blocks.sealed(build);
    long next = Math.max(1, from);
    long chars = 0;
    while (lines.size() < limit && chars < ENOUGH_CHARS) {
      List<LogLine> more = more(build, next, limit - lines.size(), sealed);
      long missing = more.isEmpty() ? next : more.getFirst().number() - 1;
      if (missing >= next && next > sealed && blocks.sealed(build) >= next) {
        // They went into a block between the two looks.
        sealed = blocks.sealed(build);
        continue;
      }
      if (more.isEmpty()) {
        break;
      }
      for (LogLine line : more) {
        if (line.number() >= next && lines.size() < limit) {
          lines.add(line);
          chars += line.text().length();
        }
      }
      next = more.getLast().number() + 1;
    }
    // Read last, so that the total covers the lines and a complete log has no more of them.
    Standing standing = standing(build);
    return new Window(lines, standing.total(), standing.complete());
  }

  private List<LogLine> more(BuildId build, long from, int limit, long sealed) {
    if (from > sealed) {
      return blocks.newest(build, from, BATCHES_AT_ONCE);
    }
    int count = Math.min(limit / LogBlocks.LINES + 1, MOST_BLOCKS_AT_ONCE);
    return blocks.blocks(build, from, count);
  }

  @Override
  public void sift(BuildId build, long from, long to, Sieve sieve, Predicate<LogLine> wanted) {
    long sealed = blocks.sealed(build);
    long next = Math.max(1, from);
    while (next <= to) {
      LogBlocks.Sifted part =
          next <= sealed
              ? blocks.blocks(build, next, MOST_BLOCKS_AT_ONCE, sieve)
              : newest(build, next);
      if (part.last() < next) {
        return;
      }
      for (LogLine line : part.lines()) {
        if (line.number() >= next && line.number() <= to && !wanted.test(line)) {
          return;
        }
      }
      next = part.last() + 1;
    }
  }

  private LogBlocks.Sifted newest(BuildId build, long from) {
    List<LogLine> lines = read(build, from, LogBlocks.LINES).lines();
    return new LogBlocks.Sifted(lines, lines.isEmpty() ? from - 1 : lines.getLast().number());
  }

  @Override
  public List<LogStretch> survey(BuildId build) {
    List<LogStretch> stretches = new ArrayList<>(blocks.surveys(build));
    long next = stretches.isEmpty() ? 1 : stretches.getLast().last() + 1;
    // What goes into a block meanwhile is told of in the same words.
    List<LogLine> rest = read(build, next, LogBlocks.LINES).lines();
    while (!rest.isEmpty()) {
      stretches.add(LogStretch.of(rest));
      rest = read(build, rest.getLast().number() + 1, LogBlocks.LINES).lines();
    }
    return stretches;
  }

  @Override
  public Subscription follow(BuildId build, Runnable onMore) {
    return redis.signals().on(Key.LOG.of(build), onMore);
  }

  private Standing standing(BuildId build) {
    List<KeyValue<String, String>> record =
        redis.call(commands -> commands.hmget(Key.BUILD.of(build), "log", "kind"));
    return new Standing(
        Long.parseLong(record.get(0).getValueOrElse("0")),
        ENDED.contains(record.get(1).getValueOrElse("")));
  }

  private record Standing(long total, boolean complete) {}
}
