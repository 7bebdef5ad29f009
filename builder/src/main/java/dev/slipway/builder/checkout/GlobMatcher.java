package dev.slipway.builder.checkout;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One pattern of an ignore file: {@code *} and {@code ?} stay within a name, {@code **} crosses
 * folders and also stands for none, {@code [a-z]} and {@code [^a-z]} are one character, a backslash
 * takes away the meaning of the next one. Matching visits each pair of pattern and path positions
 * at most once, so that no pattern of a stranger's can take long. Immutable.
 */
final class GlobMatcher {
  private final List<Part> parts;
  private final String literal;

  private GlobMatcher(List<Part> parts) {
    this.parts = List.copyOf(parts);
    StringBuilder begin = new StringBuilder();
    for (Part part : parts) {
      if (!(part instanceof Part.One(char c))) {
        break;
      }
      begin.append(c);
    }
    this.literal = begin.toString();
  }

  /**
   * Compiles it.
   *
   * @throws IllegalArgumentException with the reason, when it is malformed
   */
  static GlobMatcher compile(String glob) {
    return new GlobMatcher(new GlobParser(glob).parts());
  }

  /** What every path that matches begins with. */
  String literal() {
    return literal;
  }

  /** Whether the whole path matches. */
  boolean matches(String path) {
    if (literal.length() == parts.size()) {
      return path.equals(literal);
    }
    if (!path.startsWith(literal)) {
      return false;
    }
    BitSet at = new BitSet(parts.size() + 1);
    reach(at, literal.length());
    for (int i = literal.length(); i < path.length() && !at.isEmpty(); i++) {
      at = after(at, path.charAt(i));
    }
    return at.get(parts.size());
  }

  /** Where in the pattern one can be after one more character. */
  private BitSet after(BitSet at, char c) {
    BitSet next = new BitSet(parts.size() + 1);
    for (int p = at.nextSetBit(0); p >= 0 && p < parts.size(); p = at.nextSetBit(p + 1)) {
      switch (parts.get(p)) {
        case Part.One(char wanted) when c == wanted -> reach(next, p + 1);
        case Part.Choice choice when c != '/' && choice.has(c) -> reach(next, p + 1);
        case Part.Any _ when c != '/' -> reach(next, p + 1);
        case Part.Run _ when c != '/' -> reach(next, p);
        case Part.Everything _ -> reach(next, p);
        case Part.Folders _ -> {
          next.set(p);
          if (c == '/') {
            reach(next, p + 1);
          }
        }
        default -> {} // cannot go on from here
      }
    }
    return next;
  }

  /** Marks a position, and those behind it that need no character. */
  private void reach(BitSet at, int position) {
    int p = position;
    at.set(p);
    while (p < parts.size() && parts.get(p).mayBeNothing()) {
      at.set(++p);
    }
  }

  /** What one place of a pattern stands for. */
  sealed interface Part {
    default boolean mayBeNothing() {
      return false;
    }

    /** That character. */
    record One(char c) implements Part {}

    /** A character within a name: {@code ?}. */
    record Any() implements Part {}

    /** Any number of them: {@code *}. */
    record Run() implements Part {
      @Override
      public boolean mayBeNothing() {
        return true;
      }
    }

    /** Whole folders, or none: the middle of {@code a/**}{@code /b}. */
    record Folders() implements Part {
      @Override
      public boolean mayBeNothing() {
        return true;
      }
    }

    /** All the rest: {@code **} at the end. */
    record Everything() implements Part {
      @Override
      public boolean mayBeNothing() {
        return true;
      }
    }

    /** One of some characters, or anything but them. */
    record Choice(boolean not, String lows, String highs) implements Part {
      boolean has(char c) {
        for (int i = 0; i < lows.length(); i++) {
          if (c >= lows.charAt(i) && c <= highs.charAt(i)) {
            return !not;
          }
        }
        return not;
      }
    }
  }

  /** Reads a pattern from front to back. */
  private static final class GlobParser {
    private final String glob;
    private final List<Part> parts = new ArrayList<>();
    private int at;

    GlobParser(String glob) {
      this.glob = glob;
    }

    List<Part> parts() {
      while (at < glob.length()) {
        char next = glob.charAt(at++);
        parts.add(
            switch (next) {
              case '*' -> star();
              case '?' -> new Part.Any();
              case '[' -> choice();
              case '\\' -> new Part.One(escaped());
              default -> new Part.One(next);
            });
      }
      return parts;
    }

    private Part star() {
      if (!looksAt('*')) {
        return new Part.Run();
      }
      at++;
      if (looksAt('/')) {
        at++;
      }
      return at == glob.length() ? new Part.Everything() : new Part.Folders();
    }

    private Part choice() {
      boolean not = looksAt('^');
      at += not ? 1 : 0;
      StringBuilder lows = new StringBuilder();
      StringBuilder highs = new StringBuilder();
      while (lows.isEmpty() || !looksAt(']')) {
        char low = member();
        char high = low;
        if (looksAt('-') && at + 1 < glob.length() && glob.charAt(at + 1) != ']') {
          at++;
          high = member();
        }
        if (high < low) {
          throw new IllegalArgumentException("the range " + low + "-" + high + " is backwards");
        }
        lows.append(low);
        highs.append(high);
      }
      at++;
      return new Part.Choice(not, lows.toString(), highs.toString());
    }

    private char member() {
      if (at >= glob.length()) {
        throw new IllegalArgumentException("a [ without its ]");
      }
      char next = glob.charAt(at++);
      if (next == ']' || next == '-') {
        throw new IllegalArgumentException("nothing to choose from between [ and ]");
      }
      return next == '\\' ? escaped() : next;
    }

    private char escaped() {
      if (at >= glob.length()) {
        throw new IllegalArgumentException("nothing follows the \\");
      }
      return glob.charAt(at++);
    }

    private boolean looksAt(char wanted) {
      return at < glob.length() && glob.charAt(at) == wanted;
    }
  }
}
