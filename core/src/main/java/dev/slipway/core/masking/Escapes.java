package dev.slipway.core.masking;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;

/** A text as it is written within URLs, JSON and shell commands, in the ways that differ. */
final class Escapes {
  /** Beside letters and digits, what encoders leave as it is; the names say whose rule it is. */
  private static final List<String> LEFT_IN_URLS =
      List.of(
          "-._~", // RFC 3986, curl, jq, Go
          "-._~/", // Python's quote
          "-._*", // HTML forms, Java
          "-._~!*'()"); // JavaScript's encodeURIComponent

  private static final String LEFT_IN_WORDS = "_@%+=:,./-";
  private static final String SPECIAL_IN_DOUBLE_QUOTES = "\\\"$`";
  private static final String SPECIAL_IN_BASH = " \t!\"$&'()*,;<>?[\\]^`{|}";
  private static final HexFormat HEX = HexFormat.of();

  private Escapes() {}

  /** Percent-encoded, with hex in both cases, and a blank as {@code %20} or {@code +}. */
  static Set<String> ofUrl(String value) {
    Set<String> forms = new LinkedHashSet<>();
    for (String left : LEFT_IN_URLS) {
      String lower = percentEncoded(value, left);
      String upper = upperHex(lower);
      forms.add(lower);
      forms.add(upper);
      forms.add(lower.replace("%20", "+"));
      forms.add(upper.replace("%20", "+"));
    }
    return forms;
  }

  private static String percentEncoded(String value, String left) {
    var encoded = new StringBuilder();
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (each & 0xff);
      if (isPlain(character) || left.indexOf(character) >= 0) {
        encoded.append(character);
      } else {
        encoded.append('%').append(HEX.toHexDigits(each));
      }
    }
    return encoded.toString();
  }

  private static String upperHex(String encoded) {
    var upper = new StringBuilder(encoded);
    for (int i = upper.indexOf("%"); i >= 0; i = upper.indexOf("%", i + 1)) {
      upper.replace(i, i + 3, upper.substring(i, i + 3).toUpperCase(Locale.ROOT));
    }
    return upper.toString();
  }

  /**
   * Within a JSON string: only what must be escaped, what PHP adds (slashes), what Go adds (for
   * HTML), and everything beyond ASCII, with hex in both cases.
   */
  static Set<String> ofJson(String value) {
    Set<String> forms = new LinkedHashSet<>();
    for (String added : List.of("", "<>&", "<>&'")) {
      for (boolean ascii : new boolean[] {false, true}) {
        for (boolean upper : new boolean[] {false, true}) {
          String form = jsonEscaped(value, added, ascii, upper);
          forms.add(form);
          forms.add(form.replace("/", "\\/"));
        }
      }
    }
    return forms;
  }

  private static String jsonEscaped(String value, String added, boolean ascii, boolean upper) {
    HexFormat hex = upper ? HEX.withUpperCase() : HEX;
    var escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      int letter = "\b\t\n\f\r\"\\".indexOf(each);
      boolean line = each == '\u2028' || each == '\u2029';
      if (letter >= 0) {
        escaped.append('\\').append("btnfr\"\\".charAt(letter));
      } else if (each < ' '
          || added.indexOf(each) >= 0
          || (ascii && each > '~')
          || (line && !added.isEmpty())) {
        escaped.append("\\u").append(hex.toHexDigits(each));
      } else {
        escaped.append(each);
      }
    }
    return escaped.toString();
  }

  /**
   * Within single quotes (in the two ways to write one there), within double quotes, with
   * backslashes and no quotes (wherever it may help, or as bash does), and within {@code $'..'},
   * with octal numbers for what is not ASCII or without.
   */
  static Set<String> ofShell(String value) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(value.replace("'", "'\\''"));
    forms.add(value.replace("'", "'\"'\"'"));
    forms.add(backslashed(value, SPECIAL_IN_DOUBLE_QUOTES));
    forms.add(backslashed(value, SPECIAL_IN_DOUBLE_QUOTES + "!"));
    forms.add(unquoted(value));
    forms.add(backslashed(value, SPECIAL_IN_BASH).replaceAll("^#|(?<=^|[:=])~", "\\\\$0"));
    forms.add(dollarQuoted(value, false));
    forms.add(dollarQuoted(value, true));
    return forms;
  }

  private static String backslashed(String value, String special) {
    return backslashed(value, character -> special.indexOf(character) >= 0);
  }

  private static String unquoted(String value) {
    return backslashed(
        value,
        character ->
            character < 128 && !isPlain((char) character) && LEFT_IN_WORDS.indexOf(character) < 0);
  }

  private static String backslashed(String value, IntPredicate special) {
    var escaped = new StringBuilder();
    value
        .chars()
        .forEach(character -> {
          if (special.test(character)) {
            escaped.append('\\');
          }
          escaped.append((char) character);
        });
    return escaped.toString();
  }

  private static String dollarQuoted(String value, boolean octal) {
    var escaped = new StringBuilder();
    for (int codePoint : value.codePoints().toArray()) {
      int letter = "\u0007\b\u001b\f\n\r\t\u000b\\'".indexOf(codePoint);
      if (letter >= 0) {
        escaped.append('\\').append("abEfnrtv\\'".charAt(letter));
      } else if (codePoint < ' ' || codePoint == 127 || (octal && codePoint > 127)) {
        for (byte each : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
          escaped.append(String.format(Locale.ROOT, "\\%03o", each & 0xff));
        }
      } else {
        escaped.appendCodePoint(codePoint);
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(char each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9');
  }
}
