package dev.slipway.config.shape;

import dev.slipway.config.shape.Shape.Amount;
import dev.slipway.config.shape.Shape.Either;
import dev.slipway.config.shape.Shape.Entries;
import dev.slipway.config.shape.Shape.Items;
import dev.slipway.config.shape.Shape.Section;
import dev.slipway.config.shape.Shape.Text;
import dev.slipway.config.shape.Shape.Truth;
import dev.slipway.config.shape.Shape.Whole;
import dev.slipway.config.shape.Shape.Word;
import dev.slipway.config.yaml.Position;
import dev.slipway.config.yaml.Problems;
import dev.slipway.config.yaml.Quantities;
import dev.slipway.config.yaml.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Holds a document against its shape and notes everything that does not fit. */
public final class Check {
  private static final String NOT_YET = "is not carried out by this version of Slipway yet";

  private final Problems problems;
  private final Function<String, Optional<Complaint>> variables;

  /**
   * @param variables what is wrong with the variables in a text
   */
  public Check(Problems problems, Function<String, Optional<Complaint>> variables) {
    this.problems = problems;
    this.variables = variables;
  }

  /** Whether a problem is only about what a later version will do. */
  public static boolean isNotYet(String message) {
    return message.endsWith(NOT_YET);
  }

  /** Checks a whole document. */
  public void document(Yaml document, Section shape) {
    check(document, shape, new Place("", shape, ""));
  }

  private void check(Yaml value, Shape shape, Place place) {
    switch (shape) {
      case Either either -> either(value, either, place);
      case Section section when value instanceof Yaml.Mapping map -> section(map, section, place);
      case Entries entries when value instanceof Yaml.Mapping map -> entries(map, entries, place);
      case Items items when value instanceof Yaml.Sequence list -> items(list, items, place);
      case Section _, Entries _, Items _ -> unexpected(value, place);
      case Text _, Whole _, Amount _, Truth _, Word _ -> {
        if (value instanceof Yaml.Scalar scalar && !scalar.isNull()) {
          scalar(scalar, shape, place);
        } else {
          unexpected(value, place);
        }
      }
    }
  }

  private void unexpected(Yaml value, Place place) {
    String message = "expected " + place.shape().noun() + ", found " + value.kind();
    problems.add(place.path(), value.at(), message, place.hint());
  }

  private void either(Yaml value, Either either, Place place) {
    either.shapes().stream()
        .filter(shape -> shape.takes(value))
        .findFirst()
        .ifPresentOrElse(shape -> check(value, shape, place), () -> unexpected(value, place));
  }

  private void scalar(Yaml.Scalar value, Shape shape, Place place) {
    switch (shape) {
      case Text text -> text(value, text, place);
      case Whole(int least, int most) -> {
        if (Quantities.whole(value.text()).filter(n -> n >= least && n <= most).isEmpty()) {
          complain(value, place, "is no number from " + least + " to " + most, "");
        }
      }
      case Amount(Unit unit) -> unit.complaint(value.text()).ifPresent(c -> tell(value, place, c));
      case Truth(Boolean only) -> {
        boolean meaning = value.text().equalsIgnoreCase("true");
        if (value.type() != Yaml.Type.TRUTH || (only != null && only != meaning)) {
          unexpected(value, place);
        }
      }
      case Word(String what, List<String> words) -> {
        if (!words.contains(value.text())) {
          problems.unknown(place.path(), value.at(), what, value.text(), words);
        }
      }
      case Items _, Entries _, Section _, Either _ ->
          throw new IllegalStateException("no shape of a single value");
    }
  }

  private void text(Yaml.Scalar value, Text text, Place place) {
    Form form = text.form();
    if (!form.loose() && value.type() != Yaml.Type.TEXT) {
      String hint = "put it in quotes: \"" + value.text() + "\"";
      complain(value, place, "is read as a number or truth value", hint);
    } else if (value.text().length() > form.longest()) {
      complain(value, place, "is longer than " + form.longest() + " characters", "");
    } else if (!form.matches(value.text())) {
      tell(value, place, form.complaint().apply(value.text()));
    } else if (text.variables()) {
      variables
          .apply(value.text())
          .ifPresent(complaint ->
              problems.add(place.path(), value.at(), complaint.message(), complaint.hint()));
    }
  }

  private void tell(Yaml.Scalar value, Place place, Complaint complaint) {
    complain(value, place, complaint.message(), complaint.hint());
  }

  private void complain(Yaml.Scalar value, Place place, String message, String hint) {
    problems.add(place.path(), value.at(), Problems.quoted(value.text()) + " " + message, hint);
  }

  private void items(Yaml.Sequence list, Items items, Place place) {
    int size = list.items().size();
    if (size < items.least()) {
      problems.add(place.path(), list.at(), "the list is empty", place.without());
    }
    if (size > items.most()) {
      String message = "the list has " + size + " entries, and at most " + items.most() + " count";
      problems.add(place.path(), list.at(), message, "");
    }
    for (int i = 0; i < size; i++) {
      check(list.items().get(i), items.item(), place.item(i, items.item()));
    }
  }

  private void entries(Yaml.Mapping map, Entries entries, Place place) {
    if (map.entries().size() > entries.most()) {
      String message = "the map has more than " + entries.most() + " entries";
      problems.add(place.path(), map.at(), message, "");
    }
    map.entries()
        .forEach((name, entry) -> {
          if (!entries.name().matches(name)) {
            Complaint complaint = entries.name().complaint().apply(name);
            String message = Problems.quoted(name) + " " + complaint.message();
            problems.add(place.path(), entry.keyAt(), message, complaint.hint());
          }
          check(entry.value(), entries.value(), place.key(name, entries.value(), ""));
        });
  }

  private void section(Yaml.Mapping map, Section section, Place place) {
    map.entries().forEach((name, entry) -> entry(name, entry, section, place));
    section.keys().stream()
        .filter(key -> key.required() && isAbsent(map, key))
        .forEach(key ->
            problems.add(
                place.path(key.name()),
                map.at(),
                "`" + key.name() + "` is missing",
                key.example().isEmpty() ? "" : "add `" + key.example() + "`"));
    Complaint empty = section.empty();
    if (empty != null && map.entries().values().stream().allMatch(e -> e.value().isNothing())) {
      problems.add(place.path(), map.at(), empty.message(), empty.hint());
    }
  }

  private static boolean isAbsent(Yaml.Mapping map, Key key) {
    Yaml.Entry entry = map.entries().get(key.name());
    return entry == null || entry.value().isNothing();
  }

  private void entry(String name, Yaml.Entry entry, Section section, Place place) {
    Optional<Key> found = section.keys().stream().filter(k -> k.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      unknownKey(name, entry.keyAt(), section, place);
      return;
    }
    Key key = found.get();
    if (!entry.value().isNothing()) {
      check(entry.value(), key.shape(), place.key(name, key.shape(), key.example()));
    }
    if (key.later()) {
      problems.add(
          place.path(name),
          entry.keyAt(),
          "`" + name + "` " + NOT_YET,
          "remove it until the changelog of a newer version names it");
    }
  }

  private void unknownKey(String name, Position at, Section section, Place place) {
    Map<String, String> misnamed = section.misnamed();
    if (misnamed.containsKey(name)) {
      problems.add(place.path(name), at, "there is no key `" + name + "`", misnamed.get(name));
    } else {
      List<String> known = section.keys().stream().map(Key::name).toList();
      problems.unknown(place.path(name), at, "key", name, known);
    }
  }

  /**
   * Where a check is in the document.
   *
   * @param shape all that may stand there, for messages
   * @param example of the key that it is the value of; may be empty
   */
  private record Place(String path, Shape shape, String example) {
    String path(String key) {
      return path.isEmpty() ? key : path + "." + key;
    }

    Place key(String name, Shape value, String like) {
      return new Place(path(name), value, like);
    }

    Place item(int index, Shape value) {
      return new Place(path + "[" + index + "]", value, "");
    }

    String hint() {
      return example.isEmpty() ? "" : "write `" + example + "`";
    }

    /** What to do instead of an empty list. */
    String without() {
      return "leave `" + path.substring(path.lastIndexOf('.') + 1) + "` out instead";
    }
  }
}
