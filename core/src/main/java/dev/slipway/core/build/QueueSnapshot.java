package dev.slipway.core.build;

import dev.slipway.core.source.Labels;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole queue at one moment.
 *
 * @param builders what each of the builders that are alive has
 * @param running what builders hold, the longest first
 * @param line what is queued, in the order in which it is taken where every builder can take each
 * @param delayed what failed by our own fault and is lined up again later, the next first
 */
public record QueueSnapshot(
    List<Labels> builders, List<Running> running, List<InLine> line, List<Delayed> delayed) {
  public QueueSnapshot {
    builders = List.copyOf(builders);
    running = List.copyOf(running);
    line = List.copyOf(line);
    delayed = List.copyOf(delayed);
  }

  /** Why nobody takes a build that is in line; null when somebody can. */
  public @Nullable String obstacle(InLine build) {
    return Obstacle.of(build.needed(), builders);
  }

  /** Those in line before a build that a builder which can take it can take as well. */
  public List<InLine> before(InLine build) {
    return line.subList(0, line.indexOf(build)).stream()
        .filter(other -> shares(build.needed(), other.needed()))
        .toList();
  }

  private boolean shares(Labels one, Labels other) {
    return one.equals(other)
        || builders.stream().anyMatch(builder -> builder.cover(one) && builder.cover(other));
  }

  /**
   * A build that a builder holds.
   *
   * @param number its own, within its repository
   * @param heldBy the number of the build whose place in a concurrency group it waits for; null
   *     when it waits for none
   * @param typical the median of the time that the repository's last builds took; null when none
   *     has ended yet
   */
  public record Running(
      BuildId id,
      RepositoryId repository,
      long number,
      Instant startedAt,
      @Nullable Long heldBy,
      @Nullable Duration typical) {}

  /**
   * A build that waits for a builder.
   *
   * @param needed the labels that a builder must have
   * @param typical as for running ones
   */
  public record InLine(
      BuildId id, RepositoryId repository, Labels needed, @Nullable Duration typical) {}

  /** A build that waits until it may be tried again. */
  public record Delayed(BuildId id, Instant due) {}
}
