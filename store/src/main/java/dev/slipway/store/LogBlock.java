package dev.slipway.store;

import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Sieve;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Lines in a row as few bytes: one that says how the rest is written, the length of the rest, and
 * the rest deflated. That is: how many steps there are and their names; how many lines there are,
 * and of each the number of its step, the milliseconds since the one before and the length of its
 * text; all texts. Numbers have seven bits a byte, the lowest first; texts are UTF-8.
 */
final class LogBlock {
  private static final byte DEFLATED = 1;
  private static final int SEVEN_BITS = 7;
  private static final int LOW_SEVEN = 0x7f;
  private static final int MORE = 0x80;

  private LogBlock() {}

  static byte[] write(List<LogLine> lines) {
    Map<String, Integer> steps = new LinkedHashMap<>();
    lines.forEach(line -> steps.putIfAbsent(line.step(), steps.size()));
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    ByteArrayOutputStream texts = new ByteArrayOutputStream();
    number(steps.size(), head);
    for (String step : steps.keySet()) {
      byte[] name = step.getBytes(StandardCharsets.UTF_8);
      number(name.length, head);
      head.writeBytes(name);
    }
    number(lines.size(), head);
    long millis = 0;
    for (LogLine line : lines) {
      byte[] text = line.text().getBytes(StandardCharsets.UTF_8);
      number(steps.getOrDefault(line.step(), 0), head);
      number(zigzag(line.millis() - millis), head);
      number(text.length, head);
      texts.writeBytes(text);
      millis = line.millis();
    }
    head.writeBytes(texts.toByteArray());
    return deflate(head.toByteArray());
  }

  /** Reads all that {@link #write} wrote; see there. */
  static List<LogLine> read(byte[] block, long last) {
    return read(block, last, Sieve.COARSE);
  }

  /**
   * Reads those of the lines that the sieve lets pass.
   *
   * @param last the number of the last line
   */
  static List<LogLine> read(byte[] block, long last, Sieve sieve) {
    Reader in = new Reader(inflate(block));
    List<String> steps = new ArrayList<>();
    for (int left = in.length(); left > 0; left--) {
      steps.add(in.text(in.length()));
    }
    int count = in.length();
    int[] step = new int[count];
    long[] millis = new long[count];
    int[] length = new int[count];
    long now = 0;
    for (int i = 0; i < count; i++) {
      step[i] = in.length();
      now += unzigzag(in.number());
      millis[i] = now;
      length[i] = in.length();
    }
    List<LogLine> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (sieve.passes(in.bytes, in.at, in.at + length[i])) {
        lines.add(
            new LogLine(last - count + 1 + i, millis[i], steps.get(step[i]), in.text(length[i])));
      } else {
        in.at += length[i];
      }
    }
    return lines;
  }

  private static byte[] deflate(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
    out.write(DEFLATED);
    number(bytes.length, out);
    try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] part = new byte[1 << 14];
      while (!deflater.finished()) {
        out.write(part, 0, deflater.deflate(part));
      }
    }
    return out.toByteArray();
  }

  private static byte[] inflate(byte[] block) {
    if (block.length == 0 || block[0] != DEFLATED) {
      throw new IllegalStateException(
          "a part of this log was written by a newer Slipway, or is damaged; read it with that one");
    }
    Reader head = new Reader(block);
    head.at = 1;
    byte[] bytes = new byte[head.length()];
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(block, head.at, block.length - head.at);
      int got = 0;
      while (got < bytes.length) {
        int more = inflater.inflate(bytes, got, bytes.length - got);
        if (more == 0) {
          throw new DataFormatException("it ends too early");
        }
        got += more;
      }
      return bytes;
    } catch (DataFormatException e) {
      throw new IllegalStateException("a part of this log is damaged", e);
    }
  }

  private static void number(long value, ByteArrayOutputStream out) {
    long rest = value;
    while (rest > LOW_SEVEN) {
      out.write((int) (rest & LOW_SEVEN) | MORE);
      rest >>>= SEVEN_BITS;
    }
    out.write((int) rest);
  }

  /** Small numbers of either sign become small ones without: attempts begin at 0 again. */
  private static long zigzag(long value) {
    return (value << 1) ^ (value >> (Long.SIZE - 1));
  }

  private static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    long number() {
      long value = 0;
      int shift = 0;
      byte next = bytes[at++];
      while (next < 0) {
        value |= (long) (next & LOW_SEVEN) << shift;
        shift += SEVEN_BITS;
        next = bytes[at++];
      }
      return value | (long) next << shift;
    }

    int length() {
      return Math.toIntExact(number());
    }

    String text(int length) {
      String text = new String(bytes, at, length, StandardCharsets.UTF_8);
      at += length;
      return text;
    }
  }
}
