package dev.slipway.deployer;

import dev.slipway.core.deploy.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only by pauses, and takes no time. For one thread. */
final class FakeTime implements Time {
  final SettableClock clock = new SettableClock();
  private final List<Event> events = new ArrayList<>();
  private Duration now = Duration.ofDays(3);

  @Override
  public Duration now() {
    return now;
  }

  @Override
  public void pause(Duration length) {
    if (!length.isPositive()) {
      throw new IllegalArgumentException("a pause of " + length + " spins");
    }
    now = now.plus(length);
    clock.advance(length);
    List<Event> due = events.stream().filter(event -> event.at().compareTo(now) <= 0).toList();
    events.removeAll(due);
    due.forEach(event -> event.happens().run());
  }

  /** Lets something happen when that much time has passed. */
  void after(Duration delay, Runnable happens) {
    events.add(new Event(now.plus(delay), happens));
  }

  private record Event(Duration at, Runnable happens) {}
}
