package dev.slipway.builder.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One word on its way through an {@link Expansion}. Used by one thread. */
final class ExpansionRun {
  private static final int END = -1;
  private static final String SPECIAL = "@*#?-$!0";

  private final Expansion rules;
  private final String text;
  private final Map<String, String> variables;
  private int at;

  ExpansionRun(Expansion rules, String text, Map<String, String> variables) {
    this.rules = rules;
    this.text = text;
    this.variables = variables;
  }

  /** What came out, as a whole and in words. */
  static final class Result {
    private final StringBuilder text = new StringBuilder();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();

    String text() {
      return text.toString();
    }

    List<String> words() {
      endWord();
      return List.copyOf(words);
    }

    private void add(int character) {
      text.appendCodePoint(character);
      addToWords(character);
    }

    private void addRaw(int character) {
      text.appendCodePoint(character);
      word.appendCodePoint(character);
    }

    private void addRaw(String piece) {
      text.append(piece);
      word.append(piece);
    }

    private void addVariable(String value) {
      text.append(value);
      value.codePoints().forEach(this::addToWords);
    }

    private void addToWords(int character) {
      if (Chars.isSpace(character)) {
        endWord();
      } else {
        word.appendCodePoint(character);
      }
    }

    private void endWord() {
      if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
  }

  Result toEnd() {
    return upTo(END, rules.keepQuotes());
  }

  private Result upTo(int stop, boolean keepEscapes) {
    Result result = new Result();
    for (int next = peek(); next != END; next = peek()) {
      if (next == stop) {
        take();
        return result;
      }
      if (next == '$') {
        result.addVariable(dollar(keepEscapes));
      } else if (!rules.ignoreQuotes() && next == '\'') {
        result.addRaw(singleQuoted());
      } else if (!rules.ignoreQuotes() && next == '"') {
        result.addRaw(doubleQuoted(keepEscapes));
      } else if (next == rules.escape()) {
        escaped(result, keepEscapes);
      } else {
        result.add(take());
      }
    }
    if (stop != END) {
      throw new IllegalArgumentException(
          "syntax error: missing '" + Character.toString(stop) + "' in ${}");
    }
    return result;
  }

  private void escaped(Result result, boolean keepEscapes) {
    int escape = take();
    if (keepEscapes) {
      result.addRaw(escape);
    }
    if (peek() != END) {
      result.addRaw(take());
    }
  }

  private String singleQuoted() {
    take();
    int end = text.indexOf('\'', at);
    if (end < 0) {
      throw new IllegalArgumentException(
          "unexpected end of statement while looking for matching single-quote");
    }
    String inside = text.substring(at, end);
    at = end + 1;
    return rules.keepQuotes() ? "'" + inside + "'" : inside;
  }

  private String doubleQuoted(boolean keepEscapes) {
    StringBuilder inside = new StringBuilder();
    quote(inside);
    for (int next = peek(); next != '"'; next = peek()) {
      if (next == END) {
        throw new IllegalArgumentException(
            "unexpected end of statement while looking for matching double-quote");
      }
      if (next == '$') {
        inside.append(dollar(keepEscapes));
        continue;
      }
      take();
      if (next == rules.escape()) {
        if (keepEscapes) {
          inside.appendCodePoint(next);
        }
        int after = peek();
        if (after == END) {
          continue;
        }
        if (after == '"' || after == '$' || after == rules.escape()) {
          next = take();
        }
      }
      inside.appendCodePoint(next);
    }
    quote(inside);
    return inside.toString();
  }

  private void quote(StringBuilder inside) {
    int quote = take();
    if (rules.keepQuotes()) {
      inside.appendCodePoint(quote);
    }
  }

  private String dollar(boolean keepEscapes) {
    take();
    if (peek() == '{') {
      take();
      return braced(keepEscapes);
    }
    String name = name();
    if (name.isEmpty()) {
      return "$";
    }
    String value = variables.get(name);
    return value != null ? value : rules.keepUnset() ? "$" + name : "";
  }

  private String braced(boolean keepEscapes) {
    int first = peek();
    if (first == END) {
      throw new IllegalArgumentException("syntax error: missing '}'");
    }
    if (first == '{' || first == '}' || first == ':') {
      throw new IllegalArgumentException("syntax error: bad substitution");
    }
    String name = name();
    String value = variables.get(name);
    int operator = take();
    return switch (operator) {
      case '}' -> value != null ? value : rules.keepUnset() ? "${" + name + "}" : "";
      case ':' -> {
        int second = take();
        yield modified(name, ":", second, value == null || value.isEmpty(), keepEscapes);
      }
      case '/' -> replaced(name);
      default -> modified(name, "", operator, value == null, keepEscapes);
    };
  }

  private String modified(
      String name, String colon, int operator, boolean missing, boolean keepEscapes) {
    String sign = colon + (operator == END ? "" : Character.toString(operator));
    if (operator == END || "+-?#%".indexOf(operator) < 0) {
      throw new IllegalArgumentException("unsupported modifier (" + sign + ") in substitution");
    }
    boolean pattern = operator == '#' || operator == '%';
    String word = upTo('}', pattern || (keepEscapes && rules.keepQuotes())).text();
    String value = variables.get(name);
    if (rules.keepUnset() && value == null) {
      return "${" + name + sign + word + "}";
    }
    String known = value == null ? "" : value;
    return switch (operator) {
      case '-' -> missing ? word : known;
      case '+' -> missing ? "" : word;
      case '?' -> required(name, known, missing, word, value == null);
      default -> trimmed(known, word, operator);
    };
  }

  private static String required(
      String name, String value, boolean missing, String message, boolean unset) {
    if (!missing) {
      return value;
    }
    String usual = unset ? "is not allowed to be unset" : "is not allowed to be empty";
    throw new IllegalArgumentException(name + ": " + (message.isEmpty() ? usual : message));
  }

  private static String trimmed(String value, String word, int operator) {
    boolean longest = !word.isEmpty() && word.charAt(0) == operator;
    String pattern = longest ? word.substring(1) : word;
    return operator == '#'
        ? ShellPattern.withoutPrefix(pattern, value, longest)
        : ShellPattern.withoutSuffix(pattern, value, longest);
  }

  private String replaced(String name) {
    boolean all = peek() == '/';
    if (all) {
      take();
    }
    String pattern = upTo('/', true).text();
    String replacement = upTo('}', true).text();
    String value = variables.get(name);
    if (value == null) {
      return rules.keepUnset() ? "${" + name + "/" + pattern + "/" + replacement + "}" : "";
    }
    Matcher found = Pattern.compile(ShellPattern.regex(pattern, true)).matcher(value);
    String literal = Matcher.quoteReplacement(replacement);
    return all ? found.replaceAll(literal) : found.replaceFirst(literal);
  }

  private String name() {
    int first = peek();
    int from = at;
    if (first != END && Character.isDigit(first)) {
      while (peek() != END && Character.isDigit(peek())) {
        take();
      }
    } else if (first != END && SPECIAL.indexOf(first) >= 0) {
      take();
    } else {
      while (peek() != END && (Character.isLetterOrDigit(peek()) || peek() == '_')) {
        take();
      }
    }
    return text.substring(from, at);
  }

  private int peek() {
    return at < text.length() ? text.codePointAt(at) : END;
  }

  private int take() {
    int next = peek();
    if (next != END) {
      at += Character.charCount(next);
    }
    return next;
  }
}
