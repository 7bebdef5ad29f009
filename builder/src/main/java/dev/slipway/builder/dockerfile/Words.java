package dev.slipway.builder.dockerfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ways in which the rest of an instruction is cut into words. */
final class Words {
  private static final ObjectReader JSON =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Words() {}

  /** The instruction's name and the rest, which may be empty. */
  static String[] keywordAndRest(String line) {
    String text = Chars.strip(line);
    int end = 0;
    while (end < text.length() && !Chars.isBlank(text.charAt(end))) {
      end++;
    }
    int rest = end;
    while (rest < text.length() && Chars.isBlank(text.charAt(rest))) {
      rest++;
    }
    return new String[] {text.substring(0, end), text.substring(rest)};
  }

  /** At blanks, whatever else is there. */
  static List<String> atBlanks(String text) {
    List<String> words = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean blank = i == text.length() || Chars.isBlank(text.charAt(i));
      if (blank && from >= 0) {
        words.add(text.substring(from, i));
        from = -1;
      } else if (!blank && from < 0) {
        from = i;
      }
    }
    return words;
  }

  /** At blanks outside of quotes, which are kept, and of escapes, which are kept as well. */
  static List<String> outsideQuotes(String text, char escape) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (quote == 0 && Chars.isSpace(next)) {
        if (begun && !word.isEmpty()) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
        continue;
      }
      begun = true;
      if (next == escape && quote != '\'') {
        if (i + 1 == text.length()) {
          break;
        }
        word.append(next).append(text.charAt(++i));
        continue;
      }
      if (quote == 0 && (next == '\'' || next == '"')) {
        quote = next;
      } else if (next == quote) {
        quote = 0;
      }
      word.append(next);
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  /** Whether the instruction's words are a JSON array of strings. */
  static boolean isJson(String line) {
    try {
      return json(FlagWords.of(keywordAndRest(line)[1]).rest()).isPresent();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /**
   * The strings of a JSON array; empty when it is none, and then it is in shell form.
   *
   * @throws IllegalArgumentException when it is an array of something else
   */
  static Optional<List<String>> json(String text) {
    String array = Chars.stripLeading(text);
    if (!array.startsWith("[")) {
      return Optional.empty();
    }
    try {
      List<String> words = new ArrayList<>();
      for (JsonNode word : JSON.<JsonNode>readValue(array)) {
        if (!word.isTextual()) {
          throw new IllegalArgumentException(
              "when using JSON array syntax, arrays must be comprised of strings only");
        }
        words.add(word.textValue());
      }
      return Optional.of(words);
    } catch (JsonProcessingException _) {
      return Optional.empty();
    }
  }
}
