package dev.slipway.dashboard.api;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import dev.slipway.core.log.PlainText;
import dev.slipway.dashboard.http.ProblemException;
import dev.slipway.dashboard.live.LogBatches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Finds a text or pattern in a whole log, on all cores. Used once. */
final class LogSearch {
  private static final int MOST_HITS = 10_000;
  private static final int MOST_EXCERPTS = 500;
  private static final int EXCERPT = 240;
  private static final int LONGEST = 500;
  private static final int LEAST_PART = 20_000;
  private static final Duration AT_MOST = Duration.ofSeconds(5);

  private final Needle needle;
  private final long deadline = System.nanoTime() + AT_MOST.toNanos();

  private LogSearch(Needle needle) {
    this.needle = needle;
  }

  /**
   * Looks for a text.
   *
   * @param exact whether upper and lower case differ
   */
  static LogSearch forText(String text, boolean exact) {
    if (text.length() > LONGEST) {
      throw ProblemException.invalid("q", "is too long", LONGEST + " characters are the most");
    }
    if (exact || text.chars().allMatch(c -> c < 0x80)) {
      return new LogSearch(new Words(text, exact));
    }
    int flags = Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    return new LogSearch(ofPattern(Pattern.compile(text, flags)));
  }

  static LogSearch forPattern(@Nullable String regex, boolean exact) {
    if (regex == null || regex.length() > LONGEST) {
      throw ProblemException.invalid("regex", "is too long", LONGEST + " characters are the most");
    }
    try {
      int flags = exact ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
      return new LogSearch(ofPattern(Pattern.compile(regex, flags)));
    } catch (PatternSyntaxException e) {
      throw ProblemException.invalid("regex", "is no pattern: " + e.getDescription(), "");
    }
  }

  /** The whole log is looked through, in as many parts at a time as there are cores. */
  Found in(Logs logs, BuildId build) throws InterruptedException {
    long total = logs.total(build);
    int cores = Runtime.getRuntime().availableProcessors();
    long size = Math.max(LEAST_PART, total / cores + 1);
    List<Match> matches = new ArrayList<>();
    List<Long> hits = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Part>> parts = new ArrayList<>();
      for (long first = 1; first <= total; first += size) {
        long from = first;
        long to = Math.min(total, first + size - 1);
        parts.add(threads.submit(() -> look(logs, build, from, to)));
      }
      for (Future<Part> future : parts) {
        Part part = result(future);
        hits.addAll(part.hits().subList(0, Math.min(part.hits().size(), MOST_HITS - hits.size())));
        matches.addAll(
            part.matches()
                .subList(0, Math.min(part.matches().size(), MOST_EXCERPTS - matches.size())));
      }
    }
    return new Found(matches, hits, total, matches.size() < hits.size());
  }

  private static Part result(Future<Part> part) throws InterruptedException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Part look(Logs logs, BuildId build, long from, long to) {
    Part part = new Part(new ArrayList<>(), new ArrayList<>());
    for (List<LogLine> lines : new LogBatches(logs, build, from)) {
      for (LogLine line : lines) {
        if (line.number() > to || part.hits().size() == MOST_HITS) {
          return part;
        }
        look(line, part);
      }
    }
    return part;
  }

  private void look(LogLine line, Part part) {
    if (!needle.mayBeIn(line.text())) {
      return;
    }
    String text = PlainText.of(line.text());
    int at = needle.indexIn(text, deadline);
    if (at < 0) {
      return;
    }
    part.hits().add(line.number());
    if (part.matches().size() < MOST_EXCERPTS) {
      int from = Math.max(0, Math.min(at - EXCERPT / 4, text.length() - EXCERPT));
      String excerpt = text.substring(from, Math.min(text.length(), from + EXCERPT));
      part.matches().add(new Match(line.number(), line.step(), excerpt));
    }
  }

  private static Needle ofPattern(Pattern pattern) {
    return (line, deadline) -> {
      Matcher matcher = pattern.matcher(new Impatient(line, deadline));
      try {
        return matcher.find() ? matcher.start() : -1;
      } catch (StackOverflowError _) {
        throw ProblemException.invalid(
            "regex", "goes too deep on a long line", "repeat characters, not groups");
      }
    };
  }

  /**
   * What was found.
   *
   * @param matches with excerpts, the first of them only
   * @param hits the numbers of the lines, {@value #MOST_HITS} at most
   * @param total how many lines the log has
   * @param truncated whether there is more than {@code matches} tells
   */
  record Found(List<Match> matches, List<Long> hits, long total, boolean truncated) {}

  /** A line in which it was found; {@code excerpt} holds no control characters. */
  record Match(long n, String step, String excerpt) {}

  private record Part(List<Long> hits, List<Match> matches) {}

  /** What is looked for. */
  @FunctionalInterface
  private interface Needle {
    /** Where it begins in a line; negative where it is not there. */
    int indexIn(String line, long deadline);

    /**
     * Whether it is worth making a line plain to look: a quick answer that may be wrong with yes.
     */
    default boolean mayBeIn(String raw) {
      return true;
    }
  }

  /** A text; without regard to case it must be ASCII. */
  private record Words(String text, boolean exact) implements Needle {
    @Override
    public int indexIn(String line, long deadline) {
      if (exact) {
        return line.indexOf(text);
      }
      for (int at = 0; at <= line.length() - text.length(); at++) {
        if (line.regionMatches(true, at, text, 0, text.length())) {
          return at;
        }
      }
      return -1;
    }

    /** What a terminal does not show is left out of plain text, and nothing is added. */
    @Override
    public boolean mayBeIn(String raw) {
      for (int i = 0; i < text.length(); i++) {
        char letter = text.charAt(i);
        if (raw.indexOf(letter) < 0 && (exact || !hasOtherCase(raw, letter))) {
          return false;
        }
      }
      return true;
    }

    private static boolean hasOtherCase(String raw, char letter) {
      char upper = Character.toUpperCase(letter);
      char other = upper == letter ? Character.toLowerCase(letter) : upper;
      // Two characters beyond ASCII count as k and s where case does not.
      return raw.indexOf(other) >= 0 || raw.indexOf('\u212a') >= 0 || raw.indexOf('\u017f') >= 0;
    }
  }

  /**
   * Text that stops being readable when time is up: the only way to stop a pattern that backtracks
   * without end. Used by one thread.
   */
  private static final class Impatient implements CharSequence {
    private static final int READS_PER_LOOK = 4096;
    private final CharSequence text;
    private final long deadline;
    private int reads;

    Impatient(CharSequence text, long deadline) {
      this.text = text;
      this.deadline = deadline;
    }

    @Override
    public char charAt(int index) {
      if (++reads % READS_PER_LOOK == 1 && System.nanoTime() > deadline) {
        throw ProblemException.invalid(
            "regex", "took longer than " + AT_MOST.toSeconds() + " s", "use a simpler pattern");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
