package dev.slipway.store;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keeps each log as a stream of batches of lines. The id of an entry is the number of its last
 * line, so Redis itself refuses lines out of order, and a reader finds its place by number.
 */
public final class RedisLogs implements Logs {
  private static final LuaScript APPEND = LuaScript.load("append_log", "events", "lines", "builds");
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "canceled", "skipped");
  private static final int BATCHES_AT_ONCE = 16;
  private final Redis redis;

  public RedisLogs(Redis redis) {
    this.redis = redis;
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
              Json.write(rest.stream().map(Row::of).toList()));
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
    return attemptHolds(build, attempt, lines);
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
    long next = Math.max(1, from);
    while (lines.size() < limit) {
      List<StreamMessage<String, String>> batches = batches(build, next);
      for (StreamMessage<String, String> batch : batches) {
        next = addLines(batch, next, limit, lines);
      }
      if (batches.size() < BATCHES_AT_ONCE) {
        break;
      }
    }
    // Read last, so that the total covers the lines and a complete log has no more of them.
    Standing standing = standing(build);
    return new Window(lines, standing.total(), standing.complete());
  }

  private List<StreamMessage<String, String>> batches(BuildId build, long from) {
    Range<String> range =
        Range.from(Range.Boundary.including(from + "-0"), Range.Boundary.unbounded());
    return redis.call(
        commands -> commands.xrange(Key.LOG.of(build), range, Limit.from(BATCHES_AT_ONCE)));
  }

  /** Adds the wanted lines of a batch; answers the number to go on from. */
  private static long addLines(
      StreamMessage<String, String> batch, long from, int limit, List<LogLine> lines) {
    long last = Long.parseLong(batch.getId().substring(0, batch.getId().indexOf('-')));
    List<Row> rows = Json.readList(batch.getBody().getOrDefault("lines", "[]"), Row.class);
    long number = last - rows.size() + 1;
    for (Row row : rows) {
      if (number >= from && lines.size() < limit) {
        lines.add(new LogLine(number, row.millis(), row.step(), row.text()));
      }
      number++;
    }
    return last + 1;
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

  /** A line without its number, as a JSON array. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"millis", "step", "text"})
  private record Row(long millis, String step, String text) {
    static Row of(LogLine line) {
      return new Row(line.millis(), line.step(), line.text());
    }
  }
}
