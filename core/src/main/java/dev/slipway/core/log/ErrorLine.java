package dev.slipway.core.log;

import java.util.regex.Pattern;

/** Tells lines that report an error from those that only speak of one. */
public final class ErrorLine {
  /**
   * Compilers ({@code a.c:3: error: ...}, {@code error TS2304}, {@code error[E0382]}), runtimes
   * ({@code TypeError: ...}, {@code panic: ...}), tools that begin a line so ({@code [ERROR]},
   * {@code npm ERR!}, {@code FAIL src/a.test.js}), and test runners with a cross.
   */
  private static final Pattern ERROR =
      Pattern.compile(
          "^[\\s\\[(*]*(?:(?i:error|fatal|panic|failure)\\b[\\]):! ]|E: |npm (?:ERR!|error\\b)"
              + "|FAIL(?:ED)?\\b|--- FAIL|Caused by: |Traceback \\()"
              + "|(?i:\\b(?:error|fatal|panic)(?:\\[\\w+])?:|\\berror TS\\d)"
              + "|\\w(?:Error|Exception)(?::|$)"
              + "|(?:^|\\s)(?:✗|✘|❌|✖) "
              + "|^(?:::|##\\[)error\\b");

  private static final Pattern NONE =
      Pattern.compile(
          "(?i)\\b(?:0|no|zero) (?:errors?|failures?)\\b|\\b(?:errors?|failures?)[:=] *0\\b");

  private ErrorLine() {}

  /** Whether it does; {@code text} is plain. */
  public static boolean is(String text) {
    return hasHint(text) && ERROR.matcher(text).find() && !NONE.matcher(text).find();
  }

  /** Looks for letters that each error has some of: most lines have none, and this is quick. */
  private static boolean hasHint(String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean hint =
          switch (text.charAt(i)) {
            case 'e', 'E' ->
                text.regionMatches(true, i + 1, "rr", 0, 2)
                    || text.regionMatches(true, i + 1, "xcep", 0, 4)
                    || text.startsWith(": ", i + 1);
            case 'f', 'F' ->
                text.regionMatches(true, i + 1, "at", 0, 2)
                    || text.regionMatches(true, i + 1, "ai", 0, 2);
            case 'p', 'P' -> text.regionMatches(true, i + 1, "anic", 0, 4);
            case 'C' -> text.startsWith("aused", i + 1);
            case 'T' -> text.startsWith("raceb", i + 1);
            case '✗', '✘', '❌', '✖' -> true;
            default -> false;
          };
      if (hint) {
        return true;
      }
    }
    return false;
  }
}
