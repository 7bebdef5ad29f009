package dev.slipway.config.yaml;

import java.util.List;
import java.util.Map;

/** A value of a YAML document and where it stands. */
public sealed interface Yaml {
  Position at();

  /**
   * A single value.
   *
   * @param plain written without quotes, so that {@code 8080} and {@code true} mean a number and a
   *     truth value
   */
  record Scalar(String text, boolean plain, Position at) implements Yaml {
    /** Whether it is written as nothing at all, {@code ~} or {@code null}. */
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }
  }

  record Sequence(List<Yaml> items, Position at) implements Yaml {}

  /** Entries in the order of the document. */
  record Mapping(Map<String, Entry> entries, Position at) implements Yaml {}

  /** A value of a mapping, with the place of its key. */
  record Entry(Position keyAt, Yaml value) {}

  /** What to call it in a message. */
  default String kind() {
    return switch (this) {
      case Scalar _ -> "a single value";
      case Sequence _ -> "a list";
      case Mapping _ -> "a map";
    };
  }
}
