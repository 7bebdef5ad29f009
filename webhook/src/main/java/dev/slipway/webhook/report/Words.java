package dev.slipway.webhook.report;

import java.time.Duration;

/** Values in the words of the people who read them at the forge. */
final class Words {
  private static final int LONGEST = 200;

  private Words() {}

  /** {@code 850 ms} is "under 1 s", then "12 s", "3 min 5 s", "1 h 2 min". */
  static String span(Duration span) {
    if (span.toSeconds() < 1) {
      return "under 1 s";
    }
    if (span.toMinutes() < 1) {
      return span.toSeconds() + " s";
    }
    return span.toHours() < 1
        ? withRest(span.toMinutes(), "min", span.toSecondsPart(), "s")
        : withRest(span.toHours(), "h", span.toMinutesPart(), "min");
  }

  private static String withRest(long whole, String unit, int rest, String smaller) {
    return whole + " " + unit + (rest == 0 ? "" : " " + rest + " " + smaller);
  }

  /** One line without control characters; the length is bounded. */
  static String line(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    if (clean.length() <= LONGEST) {
      return clean;
    }
    int end = Character.isHighSurrogate(clean.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
    return clean.substring(0, end) + "…";
  }

  /** As code in Markdown, where nothing is a link, a mention, an image or HTML. */
  static String code(String text) {
    String clean = line(text).replace('`', '\'');
    return "`" + (clean.isEmpty() ? " " : clean) + "`";
  }
}
