package dev.slipway.registrysync.wire;

import dev.slipway.core.registry.RegistryException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The one way to a registry for all who want something of it: so many requests at a time, and none
 * while it asks to be left alone. Safe for concurrent use.
 */
final class HostGate {
  /** A registry is also busy with others. */
  static final int AT_ONCE = 16;

  private static final Duration MOST_PATIENCE = Duration.ofMinutes(15);

  private final String host;
  private final InstantSource clock;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private Instant closedUntil = Instant.MIN;

  HostGate(String host, InstantSource clock) {
    this.host = host;
    this.clock = clock;
  }

  /**
   * Waits until the registry may be asked.
   *
   * @throws RegistryException when that is longer away than anybody should wait
   */
  void awaitOpen() throws InterruptedException, RegistryException {
    for (Duration left = closedFor(); left.isPositive(); left = closedFor()) {
      if (left.compareTo(MOST_PATIENCE) > 0) {
        throw new RegistryException(
            "the registry " + host + " wants no requests until " + closedUntil(),
            "wait until then; signing in to it, or fewer tags in the rules, makes the limit last");
      }
      Thread.sleep(left);
    }
  }

  /** How long it is still closed. */
  Duration closedFor() {
    Instant until = closedUntil();
    Instant now = clock.instant();
    return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
  }

  /** Takes one of the places, which {@link #leave} gives back. */
  void enter() throws InterruptedException {
    slots.acquire();
  }

  void leave() {
    slots.release();
  }

  /**
   * Looks at what an answer says about further requests.
   *
   * @return whether it was refused for now, and when to come back is known
   */
  boolean closesWith(int status, HttpHeaders headers) {
    Instant now = clock.instant();
    boolean refused = status == 429 || status == 503;
    Optional<Instant> until =
        refused ? RetryAfter.ofRefusal(headers, now) : RetryAfter.ofLastGranted(headers, now);
    until.ifPresent(this::close);
    return refused && until.isPresent();
  }

  private synchronized void close(Instant until) {
    if (until.isAfter(closedUntil)) {
      closedUntil = until;
    }
  }

  private synchronized Instant closedUntil() {
    return closedUntil;
  }
}
