package dev.slipway.builder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * How much of what an attempt says is kept: its head as it comes, and behind that only the newest
 * lines, which are written when the attempt ends. Safe for concurrent use.
 */
final class LogLimit {
  private static final int OVERHEAD = 32;

  private final long mostLines;
  private final long mostChars;
  private final int tailLines;
  private final long tailChars;
  private final Deque<Said> tail = new ArrayDeque<>();
  private long lines;
  private long chars;
  private long heldChars;
  private long dropped;
  private boolean cut;

  /**
   * One for an attempt.
   *
   * @param mostLines of the head
   * @param mostChars of the head; whichever is reached first
   * @param tailLines how many of the newest lines are kept behind that
   * @param tailChars how long they may be together
   */
  LogLimit(long mostLines, long mostChars, int tailLines, long tailChars) {
    this.mostLines = mostLines;
    this.mostChars = mostChars;
    this.tailLines = tailLines;
    this.tailChars = tailChars;
  }

  /** More than any honest build says, and less than what hurts the store. */
  static LogLimit usual() {
    return new LogLimit(1_500_000, 512L << 20, 10_000, 4 << 20);
  }

  /** What is to be written now: the line itself, nothing, or that there will be a gap. */
  synchronized List<Said> next(Said line) {
    if (!cut && lines < mostLines && chars < mostChars) {
      lines++;
      chars += weight(line);
      return List.of(line);
    }
    tail.addLast(line);
    heldChars += weight(line);
    while (tail.size() > tailLines || heldChars > tailChars) {
      heldChars -= weight(tail.removeFirst());
      dropped++;
    }
    if (cut) {
      return List.of();
    }
    cut = true;
    return List.of(
        notice(
            line,
            "[the log of this attempt has reached its limit; of what follows the last %,d lines are"
                + " kept, and shown when it ends]",
            tailLines));
  }

  /** What is left to be written at the end, behind a line that says how much is missing. */
  synchronized List<Said> rest() {
    List<Said> rest = new ArrayList<>();
    if (dropped > 0 && !tail.isEmpty()) {
      rest.add(
          notice(
              tail.getFirst(),
              "[%,d lines are missing here: more was said than a log holds; write such output to a"
                  + " file]",
              dropped));
    }
    rest.addAll(tail);
    tail.clear();
    dropped = 0;
    return rest;
  }

  private static Said notice(Said beside, String text, long number) {
    return new Said(beside.millis(), beside.step(), String.format(Locale.ROOT, text, number));
  }

  private static long weight(Said line) {
    return (long) line.text().length() + OVERHEAD;
  }

  /** A line that has no number yet. */
  record Said(long millis, String step, String text) {}
}
