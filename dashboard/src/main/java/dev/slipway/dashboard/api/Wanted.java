package dev.slipway.dashboard.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The words that somebody looks for; letters may be small or capital. */
final class Wanted {
  private static final int WHOLE = 4;
  private static final int BEGINNING = 3;
  private static final int BEGINNING_OF_WORD = 2;
  private static final int INSIDE = 1;

  /** Two letters are inside of too much. */
  private static final int SHORTEST_INSIDE = 3;

  /** Commit ids are looked for by their beginning only: a digit is somewhere in each of them. */
  private static final int SHA_LENGTH = 40;

  private final List<String> words;

  Wanted(String text) {
    this.words =
        Arrays.stream(text.toLowerCase(Locale.ROOT).strip().split("\\s+"))
            .filter(word -> !word.isEmpty())
            .toList();
  }

  /**
   * How well something with these names fits: 0 when a word is in none of them; of no words,
   * everything does.
   */
  int rank(String... names) {
    int sum = 1;
    for (String word : words) {
      int best = Arrays.stream(names).mapToInt(name -> rank(word, name)).max().orElse(0);
      if (best == 0) {
        return 0;
      }
      sum += best;
    }
    return sum;
  }

  private static int rank(String word, String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    if (plain.equals(word) || plain.equals("#" + word)) {
      return WHOLE;
    }
    if (plain.startsWith(word) || plain.startsWith("#" + word)) {
      return BEGINNING;
    }
    int at = plain.length() == SHA_LENGTH || plain.startsWith("#") ? -1 : plain.indexOf(word);
    if (at < 0) {
      return 0;
    }
    if (!Character.isLetterOrDigit(plain.charAt(at - 1))) {
      return BEGINNING_OF_WORD;
    }
    return word.length() < SHORTEST_INSIDE ? 0 : INSIDE;
  }
}
