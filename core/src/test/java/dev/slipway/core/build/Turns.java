package dev.slipway.core.build;

import dev.slipway.core.source.RepositoryId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Lets repositories take turns: one that comes back does not get ahead of those that waited. */
final class Turns {
  private final Map<RepositoryId, Long> next = new HashMap<>();
  private long clock;

  /** Called when a build lines up. */
  void enter(RepositoryId repository) {
    next.merge(repository, clock, Math::max);
  }

  /** Called when a build is taken. */
  void take(RepositoryId repository) {
    clock = Math.max(clock, next.getOrDefault(repository, clock));
    next.put(repository, clock + 1);
  }

  /**
   * In which order builds will be taken, when nothing else comes.
   *
   * @param order which goes first of those at the head of lines whose turn it is
   */
  <T> List<T> inTurn(Map<RepositoryId, Deque<T>> lines, Comparator<T> order) {
    Map<RepositoryId, Long> turn = new HashMap<>();
    lines
        .keySet()
        .forEach(repository ->
            turn.put(repository, Math.max(clock, next.getOrDefault(repository, clock))));
    List<T> taken = new ArrayList<>();
    while (!turn.isEmpty()) {
      RepositoryId first =
          turn.keySet().stream()
              .min(
                  Comparator.comparing((Function<RepositoryId, Long>) turn::get)
                      .thenComparing(id -> head(lines, id), order))
              .orElseThrow();
      taken.add(head(lines, first));
      Deque<T> line = Objects.requireNonNull(lines.get(first));
      line.removeFirst();
      if (line.isEmpty()) {
        turn.remove(first);
      } else {
        turn.merge(first, 1L, Long::sum);
      }
    }
    return taken;
  }

  private static <T> T head(Map<RepositoryId, Deque<T>> lines, RepositoryId repository) {
    return Objects.requireNonNull(lines.get(repository)).getFirst();
  }
}
