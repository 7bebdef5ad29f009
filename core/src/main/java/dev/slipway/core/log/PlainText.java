package dev.slipway.core.log;

/** What is left of a log line for readers that know no terminal. */
public final class PlainText {
  private static final char ESCAPE = '\u001b';
  private static final char BELL = '\u0007';

  private PlainText() {}

  /**
   * The line as a terminal shows it in the end: what was written over is gone, and so are control
   * sequences, control characters but tab, and the characters that reorder text.
   *
   * @see <a href="https://ecma-international.org/publications-and-standards/standards/ecma-48/">
   *     ECMA-48</a>
   */
  public static String of(String line) {
    int at = 0;
    while (at < line.length() && isText(line.charAt(at))) {
      at++;
    }
    return at == line.length() ? line : strip(line, at);
  }

  private static String strip(String line, int clean) {
    StringBuilder text = new StringBuilder(line.length()).append(line, 0, clean);
    // A carriage return alone clears nothing: the next character does.
    boolean returned = false;
    int at = clean;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == ESCAPE) {
        at = behindSequence(line, at + 1);
        continue;
      }
      if (c == '\r') {
        returned = true;
      } else if (isText(c)) {
        if (returned) {
          text.setLength(0);
          returned = false;
        }
        text.append(c);
      }
      at++;
    }
    return text.toString();
  }

  private static int behindSequence(String line, int at) {
    if (at == line.length()) {
      return at;
    }
    return switch (line.charAt(at)) {
      case '[' -> behindControl(line, at + 1);
      case ']', 'P', 'X', '^', '_' -> behindString(line, at + 1);
      default -> {
        int end = behind(line, at, ' ', '/');
        yield end < line.length() && line.charAt(end) >= '0' && line.charAt(end) <= '~'
            ? end + 1
            : end;
      }
    };
  }

  /** Parameters, intermediates, one final character. */
  private static int behindControl(String line, int at) {
    int end = behind(line, behind(line, at, '0', '?'), ' ', '/');
    return end < line.length() && line.charAt(end) >= '@' && line.charAt(end) <= '~'
        ? end + 1
        : end;
  }

  /** Anything up to a bell or a string terminator. */
  private static int behindString(String line, int at) {
    int end = at;
    while (end < line.length() && line.charAt(end) != BELL && line.charAt(end) != ESCAPE) {
      end++;
    }
    if (end < line.length() && line.charAt(end) == BELL) {
      return end + 1;
    }
    return line.startsWith("\u001b\\", end) ? end + 2 : end;
  }

  private static int behind(String line, int at, char first, char last) {
    int end = at;
    while (end < line.length() && line.charAt(end) >= first && line.charAt(end) <= last) {
      end++;
    }
    return end;
  }

  private static boolean isText(char c) {
    if (c < 0x7f) {
      return c >= ' ' || c == '\t';
    }
    return c >= 0xa0 && !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
  }
}
