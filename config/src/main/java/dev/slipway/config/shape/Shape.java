package dev.slipway.config.shape;

import dev.slipway.config.yaml.Yaml;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a value may look like. */
public sealed interface Shape {
  /** What it is called in messages, with its article. */
  String noun();

  /** Whether it is written as that kind of value. */
  boolean takes(Yaml value);

  /**
   * A single value.
   *
   * @param variables whether {@code ${NAME}} in it is replaced
   */
  record Text(Form form, boolean variables) implements Shape {
    /** Any text, with variables. */
    public static final Text FREE = new Text(Form.ANY, true);

    /** Any text, taken as it is written. */
    public static final Text VERBATIM = new Text(Form.ANY, false);

    public static Text of(Form form) {
      return new Text(form, false);
    }

    @Override
    public String noun() {
      return form.noun();
    }

    @Override
    public boolean takes(Yaml value) {
      return value instanceof Yaml.Scalar;
    }
  }

  /** A whole number; quotes around it do not matter. */
  record Whole(int least, int most) implements Shape {
    @Override
    public String noun() {
      return "a number";
    }

    @Override
    public boolean takes(Yaml value) {
      return value instanceof Yaml.Scalar;
    }
  }

  /** Something with a unit. */
  record Amount(Unit unit) implements Shape {
    @Override
    public String noun() {
      return "a " + unit.noun();
    }

    @Override
    public boolean takes(Yaml value) {
      return value instanceof Yaml.Scalar;
    }
  }

  /**
   * A truth value.
   *
   * @param only the one that means something; null where both do
   */
  record Truth(@Nullable Boolean only) implements Shape {
    public static final Truth EITHER = new Truth(null);
    public static final Truth FALSE = new Truth(false);

    @Override
    public String noun() {
      return only == null ? "true or false" : only.toString();
    }

    @Override
    public boolean takes(Yaml value) {
      return value instanceof Yaml.Scalar;
    }
  }

  /**
   * One of a few words.
   *
   * @param what they name, without an article
   */
  record Word(String what, List<String> words) implements Shape {
    public Word {
      words = List.copyOf(words);
    }

    @Override
    public String noun() {
      return ("aeiou".indexOf(what.charAt(0)) < 0 ? "a " : "an ") + what;
    }

    @Override
    public boolean takes(Yaml value) {
      return value instanceof Yaml.Scalar;
    }
  }

  /** A list. */
  record Items(Shape item, int least, int most) implements Shape {
    @Override
    public String noun() {
      return item instanceof Section ? "a list of maps" : "a list";
    }

    @Override
    public boolean takes(Yaml value) {
      return value instanceof Yaml.Sequence;
    }
  }

  /** A map from names that the writer chooses. */
  record Entries(Form name, Shape value, int most) implements Shape {
    @Override
    public String noun() {
      return "a map";
    }

    @Override
    public boolean takes(Yaml value) {
      return value instanceof Yaml.Mapping;
    }
  }

  /**
   * A map with fixed keys.
   *
   * @param id what it is called among the definitions of the schema
   * @param misnamed keys that people know from elsewhere, and what to say about each
   * @param empty what to say when no key has a value; null where that is fine
   */
  record Section(String id, List<Key> keys, Map<String, String> misnamed, @Nullable Complaint empty)
      implements Shape {
    public Section {
      keys = List.copyOf(keys);
      misnamed = Map.copyOf(misnamed);
    }

    public static Section of(String id, Key... keys) {
      return new Section(id, List.of(keys), Map.of(), null);
    }

    /** The same, where one key that people write gets this hint. */
    public Section hinting(String misnamedKey, String hint) {
      return new Section(id, keys, Map.of(misnamedKey, hint), empty);
    }

    /** The same, where at least one key must have a value. */
    public Section never(String emptyMessage, String hint) {
      return new Section(id, keys, misnamed, new Complaint(emptyMessage, hint));
    }

    @Override
    public String noun() {
      return "a map";
    }

    @Override
    public boolean takes(Yaml value) {
      return value instanceof Yaml.Mapping;
    }
  }

  /** One of several, told apart by whether a single value, a list or a map is written. */
  record Either(List<Shape> shapes) implements Shape {
    public Either {
      shapes = List.copyOf(shapes);
    }

    public static Either of(Shape... shapes) {
      return new Either(Arrays.asList(shapes));
    }

    /** A value, or a list of such values. */
    public static Either listOr(Shape item, int least, int most) {
      return of(item, new Items(item, least, most));
    }

    @Override
    public String noun() {
      List<String> nouns = shapes.stream().map(Shape::noun).toList();
      int last = nouns.size() - 1;
      return String.join(", ", nouns.subList(0, last)) + " or " + nouns.get(last);
    }

    @Override
    public boolean takes(Yaml value) {
      return shapes.stream().anyMatch(shape -> shape.takes(value));
    }
  }
}
