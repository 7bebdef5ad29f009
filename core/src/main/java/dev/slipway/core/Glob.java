package dev.slipway.core;

import java.util.BitSet;

/**
 * A pattern for slash-separated names such as branches and paths: {@code *} and {@code ?} stay
 * within a segment, {@code **} crosses segments, and {@code **}{@code /x} also matches {@code x}.
 * Everything else stands for itself. Matching visits each pair of pattern and name positions at
 * most once, so that no pattern of a stranger's pipeline file can take long.
 */
public record Glob(String text) {
  private static final int LONGEST = 255;

  public Glob {
    if (text.isBlank() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
      throw new InvalidValueException(
          "\"" + text + "\" is no pattern; write a name with * within a part and ** across parts");
    }
  }

  /** Whether the whole name matches. */
  public boolean matches(String name) {
    BitSet at = new BitSet(text.length() + 1);
    reach(at, 0);
    for (int i = 0; i < name.length() && !at.isEmpty(); i++) {
      at = after(at, name.charAt(i));
    }
    return at.get(text.length());
  }

  /** Where in the pattern one can be after one more character. */
  private BitSet after(BitSet at, char c) {
    BitSet next = new BitSet(text.length() + 1);
    for (int p = at.nextSetBit(0); p >= 0 && p < text.length(); p = at.nextSetBit(p + 1)) {
      if (text.startsWith("**", p)) {
        next.set(p);
        if (!folders(p) || c == '/') {
          reach(next, p + (folders(p) ? 3 : 2));
        }
      } else if (text.charAt(p) == '*') {
        if (c != '/') {
          reach(next, p);
        }
      } else if (text.charAt(p) == c || (text.charAt(p) == '?' && c != '/')) {
        reach(next, p + 1);
      }
    }
    return next;
  }

  /** Marks a position, and those behind it that need no character. */
  private void reach(BitSet at, int position) {
    int p = position;
    at.set(p);
    while (p < text.length() && text.charAt(p) == '*') {
      p += folders(p) ? 3 : text.startsWith("**", p) ? 2 : 1;
      at.set(p);
    }
  }

  /** Whether a pattern for whole folders starts here, none included. */
  private boolean folders(int position) {
    return text.startsWith("**/", position) && (position == 0 || text.charAt(position - 1) == '/');
  }

  @Override
  public String toString() {
    return text;
  }
}
