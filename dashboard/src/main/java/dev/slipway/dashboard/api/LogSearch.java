package dev.slipway.dashboard.api;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import dev.slipway.dashboard.http.ProblemException;
import dev.slipway.dashboard.live.LogBatches;
import dev.slipway.dashboard.live.PlainText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Finds a text or pattern in a whole log. Used once, by one thread. */
final class LogSearch {
  private static final int MOST_MATCHES = 500;
  private static final int EXCERPT = 240;
  private static final int LONGEST_PATTERN = 500;
  private static final Duration AT_MOST = Duration.ofSeconds(5);

  private final Pattern pattern;
  private final long deadline = System.nanoTime() + AT_MOST.toNanos();

  private LogSearch(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Upper and lower case count the same. */
  static LogSearch forText(String text) {
    return new LogSearch(
        Pattern.compile(text, Pattern.LITERAL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
  }

  static LogSearch forPattern(@Nullable String regex) {
    if (regex == null || regex.length() > LONGEST_PATTERN) {
      throw ProblemException.invalid("regex", "is too long", "500 characters are the most");
    }
    try {
      return new LogSearch(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw ProblemException.invalid("regex", "is no pattern: " + e.getDescription(), "");
    }
  }

  Found in(Logs logs, BuildId build) {
    List<Match> matches = new ArrayList<>();
    for (List<LogLine> lines : new LogBatches(logs, build, 1)) {
      for (LogLine line : lines) {
        if (matches.size() == MOST_MATCHES) {
          return new Found(matches, logs.total(build), true);
        }
        look(line, matches);
      }
    }
    return new Found(matches, logs.total(build), false);
  }

  private void look(LogLine line, List<Match> matches) {
    String text = PlainText.of(line.text());
    Matcher matcher = pattern.matcher(new Impatient(text, deadline));
    if (matcher.find()) {
      int from = Math.max(0, Math.min(matcher.start() - EXCERPT / 4, text.length() - EXCERPT));
      String excerpt = text.substring(from, Math.min(text.length(), from + EXCERPT));
      matches.add(new Match(line.number(), line.step(), excerpt));
    }
  }

  /**
   * What was found.
   *
   * @param total how many lines the log has
   * @param truncated whether there is more than fits
   */
  record Found(List<Match> matches, long total, boolean truncated) {}

  /** A line in which it was found; {@code excerpt} holds no control characters. */
  record Match(long n, String step, String excerpt) {}

  /**
   * Text that stops being readable when time is up: the only way to stop a pattern that backtracks
   * without end.
   */
  private record Impatient(CharSequence text, long deadline) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (System.nanoTime() > deadline) {
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
      return new Impatient(text.subSequence(start, end), deadline);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
