package dev.slipway.core;

import java.util.List;

/**
 * Which names are wanted: those that a pattern includes and none excludes.
 *
 * @param include empty includes everything
 */
public record NameFilter(List<Glob> include, List<Glob> exclude) {
  public static final NameFilter ALL = new NameFilter(List.of(), List.of());

  public NameFilter {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /** Reads patterns of which those that begin with {@code !} exclude. */
  public static NameFilter of(List<String> patterns) {
    return new NameFilter(
        patterns.stream().filter(text -> !text.startsWith("!")).map(Glob::new).toList(),
        patterns.stream()
            .filter(text -> text.startsWith("!"))
            .map(text -> new Glob(text.substring(1)))
            .toList());
  }

  /** Whether this name is wanted. */
  public boolean wants(String name) {
    return (include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(name)))
        && exclude.stream().noneMatch(glob -> glob.matches(name));
  }

  /** The patterns as {@link #of} reads them. */
  public List<String> patterns() {
    return java.util.stream.Stream.concat(
            include.stream().map(Glob::text), exclude.stream().map(glob -> "!" + glob.text()))
        .toList();
  }
}
