package dev.slipway.core.build;

import dev.slipway.core.build.QueueSnapshot.InLine;
import dev.slipway.core.build.QueueSnapshot.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * When builds begin and end, as far as can be told: each is taken to last as long as the median of
 * its repository's last ones, and each builder that becomes free takes the first in line. As many
 * builds run at a time as run now, or as there are builders where fewer run. What cannot be known
 * stays unknown, and so does everything that depends on it.
 */
public final class QueueForecast {
  /** Later than everything that is known. */
  private static final Instant UNKNOWN = Instant.MAX;

  /** One that takes longer than usual is given this part of the usual time more. */
  private static final int PART_MORE = 10;

  private final Map<BuildId, Instant> begins = new HashMap<>();
  private final Map<BuildId, Instant> ends = new HashMap<>();

  private QueueForecast() {}

  public static QueueForecast of(QueueSnapshot queue, Instant now) {
    QueueForecast forecast = new QueueForecast();
    queue.running().forEach(build -> forecast.ends.put(build.id(), endOf(build, now)));
    queue.running().stream()
        .filter(build -> build.heldBy() != null)
        .forEach(build -> forecast.ends.put(build.id(), forecast.endOfHeld(build, queue)));
    forecast.play(queue, now);
    return forecast;
  }

  /** When a build that is in line is expected to be taken; empty when that cannot be told. */
  public Optional<Instant> begins(BuildId id) {
    return known(begins, id);
  }

  /** When a build that runs is expected to end; empty when that cannot be told. */
  public Optional<Instant> ends(BuildId id) {
    return known(ends, id);
  }

  private static Optional<Instant> known(Map<BuildId, Instant> times, BuildId id) {
    return Optional.ofNullable(times.get(id)).filter(time -> !time.equals(UNKNOWN));
  }

  private static Instant endOf(Running build, Instant now) {
    Duration typical = build.typical();
    if (typical == null) {
      return UNKNOWN;
    }
    Instant usual = build.startedAt().plus(typical);
    Instant soonest = now.plus(typical.dividedBy(PART_MORE));
    return usual.isBefore(soonest) ? soonest : usual;
  }

  /** It goes on when the build ends that it waits for, which itself waits for none. */
  private Instant endOfHeld(Running build, QueueSnapshot queue) {
    Duration typical = build.typical();
    Instant freed =
        queue.running().stream()
            .filter(other -> other.repository().equals(build.repository()))
            .filter(other -> build.heldBy() != null && other.number() == build.heldBy())
            .map(other -> ends.getOrDefault(other.id(), UNKNOWN))
            .findFirst()
            .orElse(UNKNOWN);
    return typical == null || freed.equals(UNKNOWN) ? UNKNOWN : freed.plus(typical);
  }

  private void play(QueueSnapshot queue, Instant now) {
    PriorityQueue<Instant> free = new PriorityQueue<>();
    queue.running().forEach(build -> free.add(ends.getOrDefault(build.id(), UNKNOWN)));
    for (int idle = queue.running().size(); idle < queue.builders().size(); idle++) {
      free.add(now);
    }
    for (InLine build : queue.line()) {
      if (queue.obstacle(build) == null && !free.isEmpty()) {
        Instant begin = free.remove();
        begins.put(build.id(), begin);
        free.add(after(begin, build.typical()));
      }
    }
  }

  private static Instant after(Instant begin, @Nullable Duration typical) {
    return typical == null || begin.equals(UNKNOWN) ? UNKNOWN : begin.plus(typical);
  }
}
