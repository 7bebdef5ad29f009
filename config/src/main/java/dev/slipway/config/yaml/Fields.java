package dev.slipway.config.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The keys of one mapping, read by name. Whatever has the wrong form is read as absent: telling
 * about it is up to {@link dev.slipway.config.shape.Check}.
 */
public record Fields(Yaml.Mapping mapping, String path) {

  /** Where this mapping stands in the document. */
  public Position at() {
    return mapping.at();
  }

  /** Where the value of that key stands; of the mapping itself when the key is absent. */
  public Position at(String key) {
    return value(key).map(Yaml::at).orElse(mapping.at());
  }

  public String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The raw value; absent also where it is written as null. */
  public Optional<Yaml> value(String key) {
    return Optional.ofNullable(mapping.entries().get(key))
        .map(Yaml.Entry::value)
        .filter(value -> !value.isNothing());
  }

  public Optional<String> text(String key) {
    return value(key).flatMap(Fields::text);
  }

  public Optional<Integer> number(String key) {
    return text(key).flatMap(Quantities::whole);
  }

  public Optional<Boolean> truth(String key) {
    return text(key).map(text -> text.toLowerCase(Locale.ROOT).equals("true"));
  }

  public Optional<Duration> duration(String key) {
    return text(key).flatMap(Quantities::duration);
  }

  /** In bytes. */
  public Optional<Long> size(String key) {
    return text(key).flatMap(Quantities::bytes);
  }

  /** In thousandths of a core. */
  public Optional<Integer> milliCpus(String key) {
    return text(key).flatMap(Quantities::milliCpus);
  }

  /** The texts of a list; a single text is a list of one. */
  public List<String> texts(String key) {
    return items(key).stream().map(Item::text).toList();
  }

  /** The same with their places. */
  public List<Item> items(String key) {
    return each(key, (where, value) -> text(value).map(text -> new Item(text, where, value.at())));
  }

  /** The mappings of a list; a single mapping is a list of one. */
  public List<Fields> mappings(String key) {
    return each(key, (where, value) -> fields(value, where));
  }

  public Optional<Fields> mapping(String key) {
    return value(key).flatMap(value -> fields(value, path(key)));
  }

  /** A map of texts to texts, in the order of the document. */
  public Map<String, String> textMap(String key) {
    return map(key, Fields::text);
  }

  /** A map of names to values of any kind, in the order of the document. */
  public <V> Map<String, V> map(String key, Function<Yaml, Optional<V>> reader) {
    Map<String, V> read = new LinkedHashMap<>();
    mapping(key)
        .ifPresent(fields ->
            fields
                .mapping
                .entries()
                .keySet()
                .forEach(name ->
                    fields.value(name).flatMap(reader).ifPresent(value -> read.put(name, value))));
    return read;
  }

  /** The text of a single value. */
  public static Optional<String> text(Yaml value) {
    return value instanceof Yaml.Scalar(String text, _, _) && !value.isNothing()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Optional<Fields> fields(Yaml value, String path) {
    return value instanceof Yaml.Mapping inner
        ? Optional.of(new Fields(inner, path))
        : Optional.empty();
  }

  private <T> List<T> each(String key, Reader<T> reader) {
    Optional<Yaml> value = value(key);
    if (value.isEmpty() || !(value.get() instanceof Yaml.Sequence list)) {
      return value.flatMap(single -> reader.read(path(key), single)).stream().toList();
    }
    List<T> read = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      reader.read(path(key) + "[" + i + "]", list.items().get(i)).ifPresent(read::add);
    }
    return read;
  }

  /** A text of a list and where it stands. */
  public record Item(String text, String path, Position at) {}

  private interface Reader<T> {
    Optional<T> read(String path, Yaml value);
  }
}
