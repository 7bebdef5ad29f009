package dev.slipway.store;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.LogStretch;
import dev.slipway.core.log.Sieve;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StreamMessageListOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The two places where the lines of a log are: the newest ones as they came, in batches, and the
 * others in compressed blocks. Lines never change, so whoever likes may put a block in the place of
 * the lines that are in it. Safe for concurrent use.
 */
final class LogBlocks {
  /** What a window of lines costs at least, so it must be small; and what compresses well. */
  static final int LINES = 1024;

  private static final int CHARS = 256 * 1024;
  private static final int BATCHES_AT_ONCE = 64;
  private static final LuaScript SEAL = LuaScript.load("seal_log");

  /** Bytes as the characters of the same numbers, on a connection that is otherwise for texts. */
  private static final StringCodec BYTES = new StringCodec(StandardCharsets.ISO_8859_1);

  private final Redis redis;

  LogBlocks(Redis redis) {
    this.redis = redis;
  }

  /** Blocks that follow one another, from the one that holds line {@code from} on. */
  List<LogLine> blocks(BuildId build, long from, int count) {
    return blocks(build, from, count, Sieve.COARSE).lines();
  }

  /** Of such blocks what the sieve lets pass. */
  Sifted blocks(BuildId build, long from, int count, Sieve sieve) {
    List<LogLine> lines = new ArrayList<>();
    long last = from - 1;
    for (StreamMessage<String, String> entry : read(Key.LOG_BLOCKS.of(build), from, count)) {
      byte[] block =
          entry.getBody().getOrDefault("block", "").getBytes(StandardCharsets.ISO_8859_1);
      last = number(entry);
      lines.addAll(LogBlock.read(block, last, sieve));
    }
    return new Sifted(lines, last);
  }

  /**
   * Lines that passed a sieve.
   *
   * @param last the number of the last line that was looked at
   */
  record Sifted(List<LogLine> lines, long last) {}

  private List<StreamMessage<String, String>> read(String key, long from, int count) {
    return redis.call(commands ->
        commands.dispatch(
            CommandType.XRANGE,
            new StreamMessageListOutput<>(BYTES, key),
            new CommandArgs<>(BYTES)
                .addKey(key)
                .add(from + "-0")
                .add("+")
                .add(CommandKeyword.COUNT)
                .add(count)));
  }

  /** Batches of the newest lines, from the one that holds line {@code from} on. */
  List<LogLine> newest(BuildId build, long from, int batches) {
    Range<String> range =
        Range.from(Range.Boundary.including(from + "-0"), Range.Boundary.unbounded());
    List<LogLine> lines = new ArrayList<>();
    for (StreamMessage<String, String> batch :
        redis.call(commands -> commands.xrange(Key.LOG.of(build), range, Limit.from(batches)))) {
      List<Row> rows = Json.readList(batch.getBody().getOrDefault("lines", "[]"), Row.class);
      long number = number(batch) - rows.size() + 1;
      for (Row row : rows) {
        lines.add(new LogLine(number, row.millis(), row.step(), row.text()));
        number++;
      }
    }
    return lines;
  }

  /** A batch as {@link #newest} reads it. */
  static String batch(List<LogLine> lines) {
    return Json.write(
        lines.stream().map(line -> new Row(line.millis(), line.step(), line.text())).toList());
  }

  private static long number(StreamMessage<String, String> entry) {
    return Long.parseLong(entry.getId().substring(0, entry.getId().indexOf('-')));
  }

  /** What the blocks hold. */
  List<LogStretch> surveys(BuildId build) {
    return redis.call(commands -> commands.lrange(Key.LOG_SURVEYS.of(build), 0, -1)).stream()
        .map(json -> Json.read(json, LogStretch.class))
        .toList();
  }

  /** How many lines are in blocks. */
  long sealed(BuildId build) {
    String sealed = redis.call(commands -> commands.hget(Key.BUILD.of(build), "sealed"));
    return sealed == null ? 0 : Long.parseLong(sealed);
  }

  /** Makes a block of the oldest lines that are in none, as often as there are enough of them. */
  void sealFull(BuildId build) {
    while (seal(build, true)) {
      // Another one may be full.
    }
  }

  /** Makes blocks of all lines. */
  void sealAll(BuildId build) {
    while (seal(build, false)) {
      // There may be more lines than go into one.
    }
  }

  private boolean seal(BuildId build, boolean onlyFull) {
    long first = sealed(build) + 1;
    List<LogLine> lines = new ArrayList<>();
    long chars = 0;
    boolean more = true;
    while (more && lines.size() < LINES && chars < CHARS) {
      int before = lines.size();
      lines.addAll(newest(build, first + before, BATCHES_AT_ONCE));
      chars += lines.stream().skip(before).mapToLong(line -> line.text().length()).sum();
      more = lines.size() > before;
    }
    lines = lines.stream().dropWhile(line -> line.number() < first).toList();
    boolean full = lines.size() >= LINES || chars >= CHARS;
    if (lines.isEmpty() || (onlyFull && !full) || lines.getFirst().number() != first) {
      return false;
    }
    List<LogLine> block = head(lines);
    long last = block.getLast().number();
    byte[] survey = Json.write(LogStretch.of(block)).getBytes(StandardCharsets.UTF_8);
    return SEAL.number(
            redis,
            Map.of(3, LogBlock.write(block), 4, survey),
            build.value(),
            Long.toString(first),
            Long.toString(last),
            "",
            "")
        == last;
  }

  private static List<LogLine> head(List<LogLine> lines) {
    long chars = 0;
    int count = 0;
    while (count < lines.size() && count < LINES && chars < CHARS) {
      chars += lines.get(count).text().length();
      count++;
    }
    return lines.subList(0, count);
  }

  /** A line without its number, as a JSON array. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"millis", "step", "text"})
  private record Row(long millis, String step, String text) {}
}
