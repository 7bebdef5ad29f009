package dev.slipway.dashboard.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.pipeline.Problem;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's body, JSON object or form, read one by one; everything that is wrong is
 * collected and told at once by {@link #check}. Used by one thread.
 */
public final class Fields {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,]+");

  private final ObjectNode object;
  private final String prefix;
  private final List<Problem> problems;

  private Fields(ObjectNode object, String prefix, List<Problem> problems) {
    this.object = object;
    this.prefix = prefix;
    this.problems = problems;
  }

  private static Fields of(ObjectNode object) {
    return new Fields(object, "", new ArrayList<>());
  }

  /** Reads a JSON object; no bytes at all are the empty object. */
  public static Fields ofJson(byte[] bytes) {
    if (bytes.length == 0) {
      return of(JsonNodeFactory.instance.objectNode());
    }
    try {
      if (Json.read(bytes) instanceof ObjectNode object) {
        return of(object);
      }
      throw ProblemException.unreadable("the body must be one JSON object: {...}");
    } catch (JsonProcessingException e) {
      // The parser's own words may quote the body, which may hold a secret.
      JsonLocation at = e.getLocation();
      throw ProblemException.unreadable(
          "the body is not JSON"
              + (at == null
                  ? ""
                  : ": see line %d, column %d".formatted(at.getLineNr(), at.getColumnNr())));
    } catch (IOException e) {
      throw ProblemException.unreadable("the body cannot be read: " + e.getMessage());
    }
  }

  /**
   * Takes the fields of a form; empty ones count as absent. A dot in a name leads into an object,
   * whose fields count as given also when empty, so that a form can clear them; so does a name that
   * ends in {@code []}, which is a list of words. What is sent twice under a name is a list.
   */
  static Fields ofForm(MultiMap form) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (var field : form) {
      // Only lines of text begin with blanks that matter.
      String raw = field.getValue();
      String value = raw.contains("\n") ? raw : raw.strip();
      int dot = field.getKey().indexOf('.');
      String owner = field.getKey().substring(0, Math.max(0, dot));
      if (field.getKey().endsWith("[]")) {
        String list = field.getKey().substring(0, field.getKey().length() - 2);
        object.put(list, value);
      } else if (dot > 0 && (!object.has(owner) || object.get(owner).isObject())) {
        put(object.withObjectProperty(owner), field.getKey().substring(dot + 1), value);
      } else if (!value.isBlank()) {
        put(object, field.getKey(), value);
      }
    }
    return of(object);
  }

  private static void put(ObjectNode object, String name, String value) {
    JsonNode before = object.get(name);
    if (before instanceof ArrayNode several) {
      several.add(value);
    } else if (before == null) {
      object.put(name, value);
    } else {
      object.putArray(name).add(before).add(value);
    }
  }

  /** Anything but these names is a mistake worth telling. */
  public Fields allow(Set<String> names) {
    for (String name : (Iterable<String>) object::fieldNames) {
      if (!names.contains(name)) {
        problem(name, "unknown field", "known are: " + String.join(", ", names));
      }
    }
    return this;
  }

  /** Of all fields that are given, null or not. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Whether it is given as text without anything in it, as forms send what was cleared. */
  public boolean isBlank(String name) {
    return object.path(name).isTextual() && object.path(name).textValue().isBlank();
  }

  public boolean isObject(String name) {
    return object.path(name).isObject();
  }

  /** A string; null when absent. */
  public @Nullable String text(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      problem(name, "must be a string", "");
      return null;
    }
    return value.textValue();
  }

  /** A string with what it must be parsed to; null when absent or wrong. */
  public <T> @Nullable T parsed(String name, Function<String, T> parse) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (InvalidValueException e) {
      problem(name, Objects.requireNonNullElse(e.getMessage(), "is not valid"), "");
      return null;
    }
  }

  /** The same where it must be there; null only when a problem was noted. */
  public <T> @Nullable T required(String name, Function<String, T> parse) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      problem(name, "is missing", "");
      return null;
    }
    return parsed(name, parse);
  }

  /** A truth value, in a form as a word; the other one when absent. */
  public boolean flag(String name, boolean otherwise) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean() && !value.asText().matches("true|false")) {
      problem(name, "must be true or false", "");
    }
    return value.asBoolean();
  }

  /** A list of strings, or one string of words; null when absent. */
  public @Nullable List<String> texts(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    Stream<String> texts;
    if (value.isTextual()) {
      texts = BETWEEN_WORDS.splitAsStream(value.textValue());
    } else if (value.isArray() && value.valueStream().allMatch(JsonNode::isTextual)) {
      texts = value.valueStream().map(JsonNode::textValue);
    } else {
      problem(name, "must be a list of strings", "[\"...\", \"...\"]");
      return null;
    }
    return texts.map(String::strip).filter(text -> !text.isEmpty()).toList();
  }

  /** The same with what each must be parsed to; every one that is wrong is noted. */
  public <T> @Nullable List<T> parsedAll(String name, Function<String, T> parse) {
    List<String> texts = texts(name);
    if (texts == null) {
      return null;
    }
    List<T> parsed = new ArrayList<>();
    for (String text : texts) {
      try {
        parsed.add(parse.apply(text));
      } catch (InvalidValueException e) {
        problem(name, Objects.requireNonNullElse(e.getMessage(), "is not valid"), "");
      }
    }
    return parsed;
  }

  /** The fields of an object in this one, whose problems are told together; null when absent. */
  public @Nullable Fields nested(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (value instanceof ObjectNode nested) {
      return new Fields(nested, prefix + name + ".", problems);
    }
    problem(name, "must be an object", "{...}");
    return null;
  }

  /** A whole number from 1 on, also as text; null when absent or wrong. */
  public @Nullable Integer positive(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    String digits = value.asText().startsWith("v") ? value.asText().substring(1) : value.asText();
    try {
      int number = Integer.parseInt(digits);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is too small.
    }
    problem(name, "must be a number from 1 on", "");
    return null;
  }

  /** The same where it must be there; null only when a problem was noted. */
  public @Nullable Integer requiredPositive(String name) {
    if (object.path(name).isMissingNode() || object.path(name).isNull()) {
      problem(name, "is missing", "");
      return null;
    }
    return positive(name);
  }

  /** Notes that a field cannot be right. */
  public void problem(String path, String message, String hint) {
    problems.add(new Problem(prefix + path, 0, 0, message, hint));
  }

  /** Ends the call when anything was wrong. */
  public void check() {
    if (!problems.isEmpty()) {
      throw ProblemException.invalid(problems);
    }
  }
}
