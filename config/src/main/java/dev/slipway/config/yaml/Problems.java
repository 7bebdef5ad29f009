package dev.slipway.config.yaml;

import dev.slipway.core.pipeline.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong with a document, so that a person can mend it in one go. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /** Notes a problem of the value at {@code path}. */
  public void add(String path, Position at, String message, String hint) {
    found.add(new Problem(path, at.line(), at.column(), message, hint));
  }

  /** Notes a key that nobody reads, with the nearest one that somebody does. */
  public void unknownKey(String path, String key, Position at, Collection<String> known) {
    String hint =
        nearest(key, known)
            .map(near -> "did you mean `" + near + "`?")
            .orElse("known here: " + String.join(", ", known));
    add(path, at, "there is no key `" + key + "`", hint);
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

  private static java.util.Optional<String> nearest(String key, Collection<String> known) {
    int tolerated = Math.max(1, key.length() / 3);
    return known.stream()
        .filter(candidate -> distance(key, candidate) <= tolerated)
        .min(Comparator.comparingInt(candidate -> distance(key, candidate)));
  }

  /** Levenshtein's: the fewest letters to add, drop or replace. */
  static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
