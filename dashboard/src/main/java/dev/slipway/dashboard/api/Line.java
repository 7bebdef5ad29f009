package dev.slipway.dashboard.api;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.QueueForecast;
import dev.slipway.core.build.QueueSnapshot;
import dev.slipway.core.build.QueueSnapshot.InLine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The line of queued builds at one moment, with what is expected of it.
 *
 * @param seen who waits for what
 * @param forecast when builds begin and end
 */
public record Line(QueueSnapshot seen, QueueForecast forecast) {
  /** Read once, however many builds are looked for in it. */
  public static Line read(BuildQueue queue, Instant now) {
    QueueSnapshot seen = queue.snapshot();
    return new Line(seen, QueueForecast.of(seen, now));
  }

  /** The line where one of the builds may be in it; null, and nothing is read, where none is. */
  static @Nullable Line of(List<Build> builds, BuildQueue queue, Instant now) {
    boolean any = builds.stream().anyMatch(build -> build.state() instanceof BuildState.Queued);
    return any ? read(queue, now) : null;
  }

  /** Where a build stands; empty when it is not queued, or waits to be tried again. */
  public Optional<LinePlace> place(BuildId id) {
    return seen.line().stream().filter(build -> build.id().equals(id)).findFirst().map(this::place);
  }

  LinePlace place(InLine build) {
    List<InLine> before = seen.before(build);
    return new LinePlace(
        before.size(),
        before.isEmpty() ? null : before.getLast().id(),
        forecast.begins(build.id()).orElse(null),
        seen.obstacle(build));
  }
}
