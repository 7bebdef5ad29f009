package dev.slipway.dashboard.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.core.InvalidValueException;
import dev.slipway.core.pipeline.Problem;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's body, JSON object or form, read one by one; everything that is wrong is
 * collected and told at once by {@link #check}. Used by one thread.
 */
public final class Fields {
  private final ObjectNode object;
  private final List<Problem> problems = new ArrayList<>();

  private Fields(ObjectNode object) {
    this.object = object;
  }

  /** Reads a JSON object; no bytes at all are the empty object. */
  static Fields ofJson(byte[] bytes) {
    if (bytes.length == 0) {
      return new Fields(JsonNodeFactory.instance.objectNode());
    }
    try {
      if (Json.read(bytes) instanceof ObjectNode object) {
        return new Fields(object);
      }
      throw ProblemException.unreadable("the body must be one JSON object: {...}");
    } catch (JsonProcessingException e) {
      throw ProblemException.unreadable("the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ProblemException.unreadable("the body cannot be read: " + e.getMessage());
    }
  }

  /** Takes the fields of a form; empty ones count as absent. */
  static Fields ofForm(MultiMap form) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (var field : form) {
      if (!field.getValue().isBlank()) {
        object.put(field.getKey(), field.getValue().strip());
      }
    }
    return new Fields(object);
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

  /** A truth value; the other one when absent. */
  public boolean flag(String name, boolean otherwise) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      problem(name, "must be true or false", "");
    }
    return value.booleanValue();
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

  /** Notes that a field cannot be right. */
  public void problem(String path, String message, String hint) {
    problems.add(new Problem(path, 0, 0, message, hint));
  }

  /** Ends the call when anything was wrong. */
  public void check() {
    if (!problems.isEmpty()) {
      throw ProblemException.invalid(problems);
    }
  }
}
