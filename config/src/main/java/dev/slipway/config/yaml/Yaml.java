package dev.slipway.config.yaml;

import java.util.List;
import java.util.Map;

/** A value of a YAML document and where it stands. */
public sealed interface Yaml {
  Position at();

  /**
   * A single value.
   *
   * @param text as it is written, without quotes
   */
  record Scalar(String text, Type type, Position at) implements Yaml {
    /** Whether it is written as nothing at all, {@code ~} or {@code null}. */
    public boolean isNull() {
      return type == Type.NOTHING;
    }
  }

  record Sequence(List<Yaml> items, Position at) implements Yaml {}

  /** Entries in the order of the document. */
  record Mapping(Map<String, Entry> entries, Position at) implements Yaml {}

  /** A value of a mapping, with the place of its key. */
  record Entry(Position keyAt, Yaml value) {}

  /**
   * What a single value is to every reader of YAML 1.2.
   *
   * @see <a href="https://yaml.org/spec/1.2.2/#103-core-schema">the core schema</a>
   */
  enum Type {
    NOTHING,
    TRUTH,
    NUMBER,
    TEXT
  }

  /** Whether the key that has this value says nothing by it. */
  default boolean isNothing() {
    return this instanceof Scalar scalar && scalar.isNull();
  }

  /** What to call it in a message. */
  default String kind() {
    return switch (this) {
      case Scalar scalar -> scalar.isNull() ? "nothing" : "a single value";
      case Sequence _ -> "a list";
      case Mapping _ -> "a map";
    };
  }
}
