package dev.slipway.builder.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the words that announce a text: {@code <<NAME}, {@code <<-NAME}, {@code <<"NAME"}. */
final class HeredocWords {
  private static final Pattern WORD = Pattern.compile("\\d*<<(-?)([^<]+)");

  private HeredocWords() {}

  /** Those of an instruction, still without their content. */
  static List<Heredoc> in(String line) {
    List<Heredoc> found = new ArrayList<>();
    for (String word : raw(line)) {
      parse(word).ifPresent(found::add);
    }
    return found;
  }

  static Optional<Heredoc> parse(String word) {
    Matcher announced = WORD.matcher(word);
    if (!announced.matches()) {
      return Optional.empty();
    }
    String name = announced.group(2);
    try {
      List<String> plain = Expansion.withEscape('\\').keepingUnset().words(name, Map.of());
      if (plain.size() != 1) {
        return Optional.empty();
      }
      boolean unquoted = raw(name).equals(plain);
      return Optional.of(
          new Heredoc(plain.getFirst(), "", unquoted, !announced.group(1).isEmpty()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static List<String> raw(String text) {
    try {
      return Expansion.withEscape('\\').keepingQuotes().keepingUnset().words(text, Map.of());
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }
}
