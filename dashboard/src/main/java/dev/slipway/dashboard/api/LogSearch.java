package dev.slipway.dashboard.api;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import dev.slipway.core.log.PlainText;
import dev.slipway.core.log.Sieve;
import dev.slipway.core.log.TextSieve;
import dev.slipway.dashboard.http.ProblemException;
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
  private final Sieve sieve;
  private final long deadline = System.nanoTime() + AT_MOST.toNanos();

  private LogSearch(Needle needle, Sieve sieve) {
    this.needle = needle;
    this.sieve = sieve;
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
    if (!text.isEmpty() && text.chars().allMatch(c -> c < 0x80)) {
      return new LogSearch(
          exact ? (line, _) -> line.indexOf(text) : inAnyCase(text), new TextSieve(text, exact));
    }
    int flags = exact ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    return new LogSearch(ofPattern(Pattern.compile(text, Pattern.LITERAL | flags)), Sieve.COARSE);
  }

  private static Needle inAnyCase(String text) {
    Pattern pattern = Pattern.compile(text, Pattern.LITERAL | Pattern.CASE_INSENSITIVE);
    return (line, _) -> {
      Matcher matcher = pattern.matcher(line);
      return matcher.find() ? matcher.start() : -1;
    };
  }

  static LogSearch forPattern(@Nullable String regex, boolean exact) {
    if (regex == null || regex.length() > LONGEST) {
      throw ProblemException.invalid("regex", "is too long", LONGEST + " characters are the most");
    }
    try {
      int flags = exact ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
      return new LogSearch(ofPattern(Pattern.compile(regex, flags)), Sieve.COARSE);
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
    logs.sift(
        build,
        from,
        to,
        sieve,
        line -> {
          look(line, part);
          return part.hits().size() < MOST_HITS;
        });
    return part;
  }

  private void look(LogLine line, Part part) {
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
