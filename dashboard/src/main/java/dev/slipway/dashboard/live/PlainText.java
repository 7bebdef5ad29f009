package dev.slipway.dashboard.live;

import java.util.regex.Pattern;

/** What is left of a log line for readers that know no terminal. */
public final class PlainText {
  /**
   * ECMA-48 control sequences (CSI), strings (OSC, DCS and their kin), two-character escapes, other
   * control characters but tab, and the characters that reorder text.
   */
  private static final Pattern NOT_TEXT =
      Pattern.compile(
          "\\x1b\\[[0-?]*[ -/]*[@-~]"
              + "|\\x1b[\\]PX^_][^\\x07\\x1b]*+(?:\\x07|\\x1b\\\\)?"
              + "|\\x1b[ -/]*[0-~]?"
              + "|[\\x00-\\x08\\x0a-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]");

  private PlainText() {}

  public static String of(String line) {
    return NOT_TEXT.matcher(line).replaceAll("");
  }
}
