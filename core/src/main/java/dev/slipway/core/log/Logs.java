package dev.slipway.core.log;

import dev.slipway.core.build.BuildId;
import java.util.List;
import java.util.function.Predicate;

/** Keeps the logs of builds. Safe for concurrent use. */
public interface Logs {
  /** How many lines there are so far; the next one gets this plus one. */
  long total(BuildId build);

  /**
   * Adds lines whose numbers follow those that are there.
   *
   * @return false, and nothing added, when the attempt is not the build's current one
   */
  boolean append(BuildId build, int attempt, List<LogLine> lines);

  /** Up to {@code limit} lines from number {@code from} on. */
  Window read(BuildId build, long from, int limit);

  /**
   * Passes on the lines from number {@code from} to {@code to} that the sieve lets pass, in order,
   * until {@code wanted} says no. Others may be passed on too: a sieve saves work where it can.
   */
  void sift(BuildId build, long from, long to, Sieve sieve, Predicate<LogLine> wanted);

  /**
   * What the lines from the first on hold, stretch by stretch without a gap; costs little however
   * long the log is. Lines that are added meanwhile may be missing.
   */
  List<LogStretch> survey(BuildId build);

  /**
   * Calls {@code onMore} soon after lines were added or the log became complete, on some thread,
   * until closed. Calls may be merged; read after subscribing, so that nothing is missed.
   */
  Subscription follow(BuildId build, Runnable onMore);

  /**
   * A part of a log.
   *
   * @param complete whether the build has ended, so that {@code total} is final
   */
  record Window(List<LogLine> lines, long total, boolean complete) {
    public Window {
      lines = List.copyOf(lines);
    }
  }

  /** An interest that lasts until closed. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
