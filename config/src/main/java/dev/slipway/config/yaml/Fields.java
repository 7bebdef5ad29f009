package dev.slipway.config.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The keys of one mapping, read by name. Whatever has the wrong form is noted as a problem and read
 * as absent; {@link #finish} notes the keys that nobody asked for. Used by one thread.
 */
public final class Fields {
  private final Yaml.Mapping mapping;
  private final String path;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> later = new LinkedHashSet<>();
  private final Map<String, String> misnamed = new HashMap<>();

  public Fields(Yaml.Mapping mapping, String path, Problems problems) {
    this.mapping = mapping;
    this.path = path;
    this.problems = problems;
  }

  /** Where this mapping stands in the document. */
  public Position at() {
    return mapping.at();
  }

  /** Where the value of that key stands; of the mapping itself when the key is absent. */
  public Position at(String key) {
    Yaml.Entry entry = mapping.entries().get(key);
    return entry == null ? mapping.at() : entry.value().at();
  }

  public String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Notes a problem of that key's value. */
  public void problem(String key, String message, String hint) {
    problems.add(path(key), at(key), message, hint);
  }

  /** The raw value; absent also where it is written as null. */
  public Optional<Yaml> value(String key) {
    known.add(key);
    Yaml.Entry entry = mapping.entries().get(key);
    if (entry == null || (entry.value() instanceof Yaml.Scalar scalar && scalar.isNull())) {
      return Optional.empty();
    }
    return Optional.of(entry.value());
  }

  public Optional<String> text(String key) {
    return value(key).flatMap(value -> scalar(value, path(key))).map(Yaml.Scalar::text);
  }

  /** A whole number from {@code least} to {@code most}. */
  public Optional<Integer> number(String key, int least, int most) {
    return text(key)
        .flatMap(text -> {
          Optional<Integer> number = parseInt(text).filter(n -> n >= least && n <= most);
          if (number.isEmpty()) {
            problem(key, "`" + text + "` is no number from " + least + " to " + most, "");
          }
          return number;
        });
  }

  /** A duration such as {@code 30s}, {@code 5m}, {@code 1h30m}. */
  public Optional<Duration> duration(String key) {
    return text(key)
        .flatMap(text -> {
          Optional<Duration> duration = Quantities.duration(text);
          if (duration.isEmpty()) {
            problem(key, "`" + text + "` is no duration", "write it like 500ms, 30s, 5m or 2h");
          }
          return duration;
        });
  }

  /** A size such as {@code 768M}, in bytes. */
  public Optional<Long> bytes(String key) {
    return text(key)
        .flatMap(text -> {
          Optional<Long> bytes = Quantities.bytes(text);
          if (bytes.isEmpty()) {
            problem(key, "`" + text + "` is no size", "write it like 512K, 768M or 2G");
          }
          return bytes;
        });
  }

  /** A list of texts; a single text is a list of one. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    value(key)
        .ifPresent(value -> {
          List<Yaml> items = value instanceof Yaml.Sequence list ? list.items() : List.of(value);
          for (Yaml item : items) {
            scalar(item, path(key)).map(Yaml.Scalar::text).ifPresent(texts::add);
          }
        });
    return texts;
  }

  /** A map of texts to texts, in the order of the document. */
  public Map<String, String> textMap(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    mapping(key)
        .ifPresent(fields -> {
          for (String name : fields.mapping.entries().keySet()) {
            fields.text(name).ifPresent(text -> texts.put(name, text));
          }
        });
    return texts;
  }

  public Optional<Fields> mapping(String key) {
    return value(key)
        .flatMap(value -> {
          if (value instanceof Yaml.Mapping inner) {
            return Optional.of(new Fields(inner, path(key), problems));
          }
          problem(key, "expected a map, found " + value.kind(), "");
          return Optional.empty();
        });
  }

  /** Reads a nested mapping, then notes its unknown keys. */
  public void mapping(String key, Consumer<Fields> reader) {
    mapping(key)
        .ifPresent(fields -> {
          reader.accept(fields);
          fields.finish();
        });
  }

  /**
   * Keys of the format that this version does not act on: using one is a problem of its own kind.
   */
  public void notYet(String... keys) {
    later.addAll(List.of(keys));
  }

  /** A key that people know from elsewhere: using it is a problem that gets this hint. */
  public void misnamed(String key, String hint) {
    misnamed.put(key, hint);
  }

  /** Notes every key that was not asked for. */
  public void finish() {
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (later.contains(key)) {
            problems.add(
                path(key),
                entry.keyAt(),
                "`" + key + "` is part of the format, but this version does not support it yet",
                "remove it, or upgrade Slipway when its changelog names it");
          } else if (misnamed.containsKey(key)) {
            problems.add(
                path(key), entry.keyAt(), "there is no key `" + key + "`", misnamed.get(key));
          } else if (!known.contains(key)) {
            problems.unknownKey(path(key), key, entry.keyAt(), known);
          }
        });
  }

  private Optional<Yaml.Scalar> scalar(Yaml value, String where) {
    if (value instanceof Yaml.Scalar scalar) {
      return Optional.of(scalar);
    }
    problems.add(where, value.at(), "expected a single value, found " + value.kind(), "");
    return Optional.empty();
  }

  private static Optional<Integer> parseInt(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
