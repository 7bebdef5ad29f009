package dev.slipway.webhook;

import dev.slipway.core.source.RepositoryId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many wrong proofs are looked at: {@link #AT_ONCE} from an address, and then one in
 * {@link #REFILL}. Right proofs cost nothing, so that senders who are authentic never meet the
 * bound by themselves. Many senders may share an address, behind a proxy for one: a repository
 * whose webhooks were authentic from there has a bound of its own, which wrong proofs for others do
 * not use up. Remembers at most {@link #MOST_REMEMBERED} of each kind, those used last. Safe for
 * concurrent use.
 */
final class BadProofs {
  static final int AT_ONCE = 30;
  static final Duration REFILL = Duration.ofSeconds(2);
  static final int MOST_REMEMBERED = 10_000;

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Instant> addresses = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Known, Instant> knownSenders = new LinkedHashMap<>(16, 0.75f, true);

  BadProofs(Clock clock) {
    this.clock = clock;
  }

  /**
   * For how long no proof of this sender is looked at; empty when it is now.
   *
   * @param claimed the repository that it claims to speak for; only asked for where that matters
   */
  Optional<Duration> wait(String address, Supplier<Optional<RepositoryId>> claimed) {
    lock.lock();
    try {
      Instant now = clock.instant();
      Duration wait = untilFree(addresses.get(address), now);
      if (wait.isZero()) {
        return Optional.empty();
      }
      Instant own = claimed.get().map(it -> knownSenders.get(new Known(address, it))).orElse(null);
      return own != null && untilFree(own, now).isZero() ? Optional.empty() : Optional.of(wait);
    } finally {
      lock.unlock();
    }
  }

  /** A wrong proof was looked at. */
  void failed(String address, Supplier<Optional<RepositoryId>> claimed) {
    lock.lock();
    try {
      Instant now = clock.instant();
      boolean beyond = !untilFree(addresses.get(address), now).isZero();
      addresses.put(address, later(addresses.get(address), now));
      if (beyond) {
        claimed
            .get()
            .map(it -> new Known(address, it))
            .ifPresent(it -> knownSenders.computeIfPresent(it, (_, used) -> later(used, now)));
      }
      forgetOldest(addresses);
    } finally {
      lock.unlock();
    }
  }

  /** A right proof was looked at. */
  void held(String address, RepositoryId repository) {
    lock.lock();
    try {
      knownSenders.putIfAbsent(new Known(address, repository), Instant.MIN);
      forgetOldest(knownSenders);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Each bound is kept as the moment when all that was used will have been refilled; one may use
   * more as long as that is less than a full bound away.
   */
  private static Duration untilFree(@Nullable Instant used, Instant now) {
    if (used == null) {
      return Duration.ZERO;
    }
    Instant free = used.equals(Instant.MIN) ? used : used.minus(REFILL.multipliedBy(AT_ONCE - 1L));
    return free.isAfter(now) ? Duration.between(now, free) : Duration.ZERO;
  }

  private static Instant later(@Nullable Instant used, Instant now) {
    Instant from = used == null || used.isBefore(now) ? now : used;
    Instant most = now.plus(REFILL.multipliedBy(AT_ONCE));
    Instant next = from.plus(REFILL);
    return next.isAfter(most) ? most : next;
  }

  private static void forgetOldest(Map<?, Instant> all) {
    if (all.size() > MOST_REMEMBERED) {
      Iterator<?> oldest = all.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** A repository whose webhooks were authentic from that address. */
  private record Known(String address, RepositoryId repository) {}
}
