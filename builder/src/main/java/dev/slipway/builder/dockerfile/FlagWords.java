package dev.slipway.builder.dockerfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The flags before an instruction's words.
 *
 * @param flags each with its dashes, without quotes and escapes
 * @param rest what follows them
 */
record FlagWords(List<String> flags, String rest) {
  FlagWords {
    flags = List.copyOf(flags);
  }

  /** Takes words as long as they begin with two dashes; two dashes alone end them. */
  static FlagWords of(String text) {
    List<String> flags = new ArrayList<>();
    int at = 0;
    while (true) {
      while (at < text.length() && Chars.isSpace(text.charAt(at))) {
        at++;
      }
      if (!text.startsWith("--", at)) {
        return new FlagWords(flags, Chars.strip(text.substring(at)));
      }
      StringBuilder flag = new StringBuilder();
      at = readWord(text, at, flag);
      if (flag.toString().equals("--")) {
        return new FlagWords(flags, Chars.strip(text.substring(at)));
      }
      flags.add(flag.toString());
    }
  }

  private static int readWord(String text, int from, StringBuilder word) {
    char quote = 0;
    int at = from;
    while (at < text.length() && (quote != 0 || !Chars.isSpace(text.charAt(at)))) {
      char next = text.charAt(at++);
      if (next == '\\') {
        if (at < text.length()) {
          word.append(text.charAt(at++));
        }
      } else if (quote == 0 && (next == '\'' || next == '"')) {
        quote = next;
      } else if (next == quote) {
        quote = 0;
      } else {
        word.append(next);
      }
    }
    return at;
  }

  /**
   * By name, without dashes.
   *
   * @param known the names that the instruction has; those that end with {@code ?} need no value,
   *     those that end with {@code *} may come several times
   * @throws IllegalArgumentException when one is unknown, lacks its value, or comes too often
   */
  Map<String, List<String>> byName(List<String> known) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String flag : flags) {
      int equals = flag.indexOf('=');
      String name = flag.substring(2, equals < 0 ? flag.length() : equals);
      boolean bare = known.contains(name + "?");
      boolean many = known.contains(name + "*");
      if (!bare && !many && !known.contains(name)) {
        throw new IllegalArgumentException("unknown flag: --" + name);
      }
      if (equals < 0 && !bare) {
        throw new IllegalArgumentException("missing a value on flag: --" + name);
      }
      List<String> given = values.computeIfAbsent(name, _ -> new ArrayList<>());
      if (!given.isEmpty() && !many) {
        throw new IllegalArgumentException("duplicate flag specified: --" + name);
      }
      String value = equals < 0 ? "true" : flag.substring(equals + 1);
      if (bare && !value.equals("true") && !value.equals("false")) {
        throw new IllegalArgumentException(
            "expecting boolean value for flag --" + name + ", not: " + value);
      }
      given.add(value);
    }
    return values;
  }
}
