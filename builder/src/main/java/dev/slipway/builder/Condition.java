package dev.slipway.builder;

import dev.slipway.core.Glob;
import java.util.List;
import java.util.stream.Collectors;

/** What one condition of an entry of {@code when} came to, and the values that were compared. */
record Condition(boolean holds, String words) {
  private static final int MOST_NAMED = 5;

  /** How it stands in the log. */
  String line(String entry) {
    return (holds ? "Holds: " : "Does not hold: ") + entry + words;
  }

  /** The patterns in words, not all of them where they are many. */
  static String list(List<Glob> globs) {
    String named =
        globs.stream().limit(MOST_NAMED).map(Glob::text).collect(Collectors.joining(", "));
    return globs.size() > MOST_NAMED
        ? named + " and " + (globs.size() - MOST_NAMED) + " more"
        : named;
  }
}
