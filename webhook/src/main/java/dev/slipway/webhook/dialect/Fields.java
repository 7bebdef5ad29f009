package dev.slipway.webhook.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object from a stranger, asked for its fields by name. Whatever is missing or of another
 * type reads as nothing; only {@link #ref}, {@link #sha} and {@link #number} insist.
 */
record Fields(JsonNode node) {
  /** More than anybody reads of a message, and room enough for a skip mark at its end. */
  private static final int LONGEST_WORDS = 16 * 1024;

  private static final int LONGEST_ID = 200;
  private static final Pattern PLACEHOLDER = Pattern.compile("[$%{<].*|[xX]+");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  /** The object behind a chain of fields; one without fields when there is none. */
  Fields in(String... path) {
    JsonNode found = node;
    for (String field : path) {
      found = found.path(field);
    }
    return new Fields(found);
  }

  /** The objects in a list. */
  List<Fields> each(String field) {
    List<Fields> objects = new ArrayList<>();
    JsonNode list = node.path(field);
    if (list.isArray()) {
      list.forEach(item -> objects.add(new Fields(item)));
    }
    return objects;
  }

  /** Whether this is an object at all, which a null in its place is not. */
  boolean present() {
    return node.isObject();
  }

  /**
   * A string; empty when there is none. One with half a character in it, which JSON can write and
   * nothing else can keep, is none.
   */
  String text(String field) {
    String text = anyText(field);
    return StandardCharsets.UTF_8.newEncoder().canEncode(text) ? text : "";
  }

  /** A string for people to read, cut where nobody would read on. */
  String words(String field) {
    byte[] whole = cut(anyText(field), LONGEST_WORDS).getBytes(StandardCharsets.UTF_8);
    return new String(whole, StandardCharsets.UTF_8);
  }

  private String anyText(String field) {
    JsonNode value = node.path(field);
    return value.isTextual() ? value.textValue() : "";
  }

  /** A string or a whole number, as forges write ids; empty when it is neither. */
  String id(String field) {
    JsonNode value = node.path(field);
    return cut(value.isIntegralNumber() ? value.asText() : text(field), LONGEST_ID);
  }

  /** Whether the field is true; anything that is no truth value is not. */
  boolean flag(String field) {
    return node.path(field).isBoolean() && node.path(field).booleanValue();
  }

  /** A full ref name. */
  GitRef ref(String field) {
    return new GitRef(needed(field));
  }

  /** The full name of a commit. */
  CommitSha sha(String field) {
    CommitSha sha = abbreviatedSha(field);
    if (!sha.isFull()) {
      throw new InvalidValueException(
          "\"" + sha + "\" is only the beginning of a commit's name; all of it is needed");
    }
    return sha;
  }

  /** The name of a commit, or the beginning of it. */
  CommitSha abbreviatedSha(String field) {
    String hex = needed(field);
    if (PLACEHOLDER.matcher(hex).matches()) {
      throw new InvalidValueException(
          "\"%s\" is the placeholder %s, which the sender did not fill in with a commit"
              .formatted(field, cut(hex, LONGEST_ID)));
    }
    return new CommitSha(cut(hex, LONGEST_ID));
  }

  /** The full name of a commit; null when there is none, or zeros, or something odd. */
  @Nullable CommitSha shaIfAny(String field) {
    try {
      CommitSha sha = new CommitSha(cut(text(field), LONGEST_ID));
      return sha.isFull() ? sha : null;
    } catch (InvalidValueException _) {
      return null;
    }
  }

  /** Whether the field says "no commit" in zeros. */
  boolean zero(String field) {
    return CommitSha.isZero(text(field));
  }

  /** The number of a pull request. */
  int number(String field) {
    String digits = id(field);
    if (!NUMBER.matcher(digits).matches()) {
      throw new InvalidValueException("\"" + field + "\" is not the number of a pull request");
    }
    return Integer.parseInt(digits);
  }

  private String needed(String field) {
    String text = text(field);
    if (text.isEmpty()) {
      throw new InvalidValueException("there is no \"" + field + "\"");
    }
    return text;
  }

  /** The beginning of a text, without half a character at its end. */
  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end);
  }
}
