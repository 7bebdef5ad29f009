package dev.slipway.core.source;

import dev.slipway.core.InvalidValueException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a builder has, or what a repository's builds need a builder to have: {@code gpu}, {@code
 * linux/arm64}.
 *
 * @param names in their order, each once
 */
public record Labels(List<String> names) {
  /** No label: any builder takes what needs none. */
  public static final Labels NONE = new Labels(List.of());

  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9._/-]{0,61}[a-z0-9])?");

  public Labels {
    names = names.stream().distinct().sorted().toList();
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new InvalidValueException(
            "\"%s\" is no label; take lower case letters, digits, - _ . / such as gpu, linux/arm64"
                .formatted(name));
      }
    }
  }

  /** Reads labels with commas or blanks between them; an empty text has none. */
  public static Labels parse(String text) {
    return new Labels(
        Arrays.stream(text.split("[,\\s]+")).filter(name -> !name.isEmpty()).toList());
  }

  /** These and one more. */
  public Labels and(String name) {
    return new Labels(Stream.concat(names.stream(), Stream.of(name)).toList());
  }

  /** Whether a builder with these may take what needs those. */
  public boolean cover(Labels needed) {
    Set<String> had = new HashSet<>(names);
    return had.containsAll(needed.names);
  }

  /** The same for the same labels, {@code arm64,gpu}. */
  @Override
  public String toString() {
    return String.join(",", names);
  }
}
