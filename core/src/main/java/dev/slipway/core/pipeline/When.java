package dev.slipway.core.pipeline;

import dev.slipway.core.NameFilter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * An entry of the top-level {@code when}: holds where all of its conditions do. {@link
 * NameFilter#ALL} is no condition.
 *
 * @param events empty for any
 * @param branch of the pushed branch, or of a pull request's target branch; a tag has none
 * @param ref of the full ref
 * @param path holds where at least one changed path is wanted; never asked for a tag
 */
public record When(Set<Event> events, NameFilter branch, NameFilter ref, NameFilter path) {
  public When {
    events = events.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(events));
  }

  /** What a build can be started by. */
  public enum Event {
    PUSH,
    TAG,
    PULL_REQUEST,
    /** A person; such a build is never skipped. */
    MANUAL;

    /** How the pipeline file writes it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The event with that {@link #id}, if there is one. */
    public static Optional<Event> of(String id) {
      return Arrays.stream(values()).filter(event -> event.id().equals(id)).findFirst();
    }
  }
}
