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
          "^[\\s\\[(*]*(?:(?i:error|fatal|panic|failure)\\b[\\]):! ]|E: |npm (?:ERR!|error)\\b"
              + "|FAIL(?:ED)?\\b|--- FAIL|Caused by: |Traceback \\()"
              + "|(?i:\\b(?:error|fatal|panic)(?:\\[\\w+])?:|\\berror TS\\d)"
              + "|\\w(?:Error|Exception)(?::|$)"
              + "|(?:^|\\s)(?:✗|✘|❌|✖) "
              + "|^(?:::|##\\[)error\\b");

  /** The letters of which each error has some, looked for first since most lines have none. */
  private static final Pattern HINT = Pattern.compile("[Ee](?:rr|RR)|[Ff]a[ti]|FA[IT]|[Pp]anic|PANIC"
      + "|Exception|E: |Caused|Traceb|[✗✘❌✖]");

  private static final Pattern NONE =
      Pattern.compile("(?i)\\b(?:0|no|zero) (?:errors?|failures?)\\b|\\b(?:errors?|failures?)[:=] *0\\b");

  private ErrorLine() {}

  /** Whether it does; {@code text} is plain. */
  public static boolean is(String text) {
    return HINT.matcher(text).find() && ERROR.matcher(text).find() && !NONE.matcher(text).find();
  }
}
