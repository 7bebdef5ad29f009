package dev.slipway.core.source;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.NameFilter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a repository is built when it changes.
 *
 * @param branches which branches' pushes are built, and which target branches' pull requests
 * @param members the forge's immutable ids of those whose pull requests from forks need no approval
 */
public record Triggers(
    Set<Event> events, NameFilter branches, NameFilter tags, Forks forks, Set<String> members) {
  /** Everything, where forks wait for an approval. */
  public static final Triggers DEFAULT =
      new Triggers(
          Set.of(Event.values()), NameFilter.ALL, NameFilter.ALL, Forks.APPROVAL, Set.of());

  public Triggers {
    events = Set.copyOf(events);
    members = Set.copyOf(members);
  }

  /** The kinds of changes that can start a build. */
  public enum Event {
    PUSH,
    TAG,
    PULL_REQUEST;

    /** How the API writes it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The event with that {@link #id}; fails with the list of those that there are. */
    public static Event of(String id) {
      return byId(id, values(), Event::id, "event");
    }
  }

  /** What becomes of pull requests from forks. */
  public enum Forks {
    /** Each new head waits until a person says yes, except those of members. */
    APPROVAL,
    /** They are not built, except those of members. */
    NEVER;

    /** How the API writes it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The policy with that {@link #id}; fails with the list of those that there are. */
    public static Forks of(String id) {
      return byId(id, values(), Forks::id, "policy for forks");
    }
  }

  private static <T> T byId(
      String id, T[] all, java.util.function.Function<T, String> name, String what) {
    return Arrays.stream(all)
        .filter(each -> name.apply(each).equals(id))
        .findFirst()
        .orElseThrow(() -> {
          String known = Arrays.stream(all).map(name).collect(Collectors.joining(", "));
          return new InvalidValueException(
              "\"" + id + "\" is no " + what + "; known are: " + known);
        });
  }
}
