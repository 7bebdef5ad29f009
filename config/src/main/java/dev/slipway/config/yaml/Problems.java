package dev.slipway.config.yaml;

import dev.slipway.core.pipeline.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Collects everything that is wrong with a document, so that a person can mend it in one go. */
public final class Problems {
  /** Nobody reads more, and each is kept with the build. */
  private static final int MOST = 200;

  private static final int LONGEST_WORD = 60;

  private final List<Problem> found = new ArrayList<>();

  /** Notes a problem of the value at {@code path}. */
  public void add(String path, Position at, String message, String hint) {
    if (found.size() < MOST) {
      found.add(new Problem(path, at.line(), at.column(), message, hint));
    }
  }

  /** Notes a word that must be one of a few and is none of them, with the nearest one. */
  public void unknown(
      String path, Position at, String what, String word, Collection<String> known) {
    if (found.size() >= MOST) {
      return; // looking for the nearest word is the dear part
    }
    String hint =
        nearest(word, known)
            .map(near -> "did you mean `" + near + "`?")
            .orElse(known.isEmpty() ? "" : "known here: " + String.join(", ", known));
    add(path, at, "there is no " + what + " " + quoted(word), hint);
  }

  public boolean none() {
    return found.isEmpty();
  }

  /** In the order of the document. */
  public List<Problem> all() {
    return found.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }

  /** What was written, as a message repeats it: in one line, and not all of it when it is long. */
  public static String quoted(String written) {
    String line = written.replaceAll("\\s+", " ");
    return "`"
        + (line.length() > LONGEST_WORD ? line.substring(0, LONGEST_WORD) + "…" : line)
        + "`";
  }

  private static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST_WORD) {
      return Optional.empty();
    }
    int tolerated = Math.max(1, word.length() / 3);
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= tolerated)
        .filter(candidate -> distance(word, candidate) <= tolerated)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** The fewest letters to add, drop, replace, or swap with the next one. */
  static int distance(String a, String b) {
    int[][] best = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        best[i][j] = i == 0 || j == 0 ? i + j : step(best, a, b, i, j);
      }
    }
    return best[a.length()][b.length()];
  }

  private static int step(int[][] best, String a, String b, int i, int j) {
    int replaced = best[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(best[i - 1][j], best[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, best[i - 2][j - 2] + 1) : least;
  }
}
