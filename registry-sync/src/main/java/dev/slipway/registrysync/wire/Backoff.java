package dev.slipway.registrysync.wire;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, and never for exactly as long as
 * others do who were refused in the same moment.
 *
 * @param first at most, before the second try
 * @param longest at most, before any try
 * @param tries in all
 * @param stalled how long no byte may move before that counts as a broken connection
 */
public record Backoff(Duration first, Duration longest, int tries, Duration stalled) {
  private static final Duration USUALLY_STALLED = Duration.ofSeconds(60);

  /** For requests to registries: under ten seconds in all. */
  public static final Backoff USUAL = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(4), 7);

  /** With the usual patience for what moves slowly. */
  public Backoff(Duration first, Duration longest, int tries) {
    this(first, longest, tries, USUALLY_STALLED);
  }

  /** The wait after so many tries: between the half and the whole of what is due then. */
  public Duration after(int failed, RandomGenerator random) {
    long due = first.toMillis() << Math.min(failed - 1, 20);
    long most = Math.min(due, longest.toMillis());
    return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
  }

  /** Whether there is another try after so many. */
  public boolean allows(int failed) {
    return failed < tries;
  }
}
