package dev.slipway.registrysync.wire;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a request needs to be allowed to do.
 *
 * @param parts as a token server knows them: {@code repository:NAME:ACTIONS}
 * @see <a href="https://distribution.github.io/distribution/spec/auth/scope/">token scopes</a>
 */
public record Scope(List<String> parts) {
  /** To be known at all. */
  public static final Scope NOTHING = new Scope(List.of());

  /** To list the repositories. */
  public static final Scope CATALOG = new Scope(List.of("registry:catalog:*"));

  public Scope {
    parts = List.copyOf(parts);
  }

  public static Scope pull(String repository) {
    return new Scope(List.of("repository:" + repository + ":pull"));
  }

  public static Scope push(String repository) {
    return new Scope(List.of("repository:" + repository + ":pull,push"));
  }

  public static Scope delete(String repository) {
    return new Scope(List.of("repository:" + repository + ":pull,push,delete"));
  }

  /** Both at once. */
  public Scope and(Scope other) {
    return new Scope(Stream.concat(parts.stream(), other.parts.stream()).distinct().toList());
  }

  @Override
  public String toString() {
    return String.join(" ", parts);
  }
}
