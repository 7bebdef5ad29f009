package dev.slipway.core.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tokens in memory, for tests. */
public final class InMemoryTokens implements Tokens {
  private final Clock clock;
  private final Map<String, Known> known = new HashMap<>();

  public InMemoryTokens(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized boolean any() {
    return known.values().stream().anyMatch(this::valid);
  }

  @Override
  public synchronized void add(String token, Principal principal, Duration validFor) {
    Instant until = validFor.isZero() ? Instant.MAX : clock.instant().plus(validFor);
    known.put(token, new Known(principal, until));
  }

  @Override
  public synchronized Optional<Principal> find(String token) {
    return Optional.ofNullable(known.get(token)).filter(this::valid).map(Known::principal);
  }

  @Override
  public synchronized void revoke(String token) {
    known.remove(token);
  }

  private boolean valid(Known token) {
    return token.until.isAfter(clock.instant());
  }

  private record Known(Principal principal, Instant until) {}
}
