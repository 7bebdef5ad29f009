package dev.slipway.core.access;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tokens in memory, for tests. */
public final class InMemoryTokens implements Tokens {
  private final Clock clock;
  private final Map<String, ApiToken> known = new HashMap<>();

  public InMemoryTokens(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized boolean any() {
    return !all().isEmpty();
  }

  @Override
  public synchronized void add(String token, ApiToken of) {
    known.put(token, of);
  }

  @Override
  public synchronized Optional<ApiToken> find(String token) {
    ApiToken found = known.get(token);
    if (found == null || !valid(found)) {
      return Optional.empty();
    }
    Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    ApiToken used =
        new ApiToken(
            found.id(),
            found.owner(),
            found.name(),
            found.role(),
            found.only(),
            found.createdAt(),
            found.expiresAt(),
            minute);
    known.put(token, used);
    return Optional.of(found);
  }

  @Override
  public synchronized Optional<ApiToken> find(TokenId id) {
    return all().stream().filter(token -> token.id().equals(id)).findFirst();
  }

  @Override
  public synchronized List<ApiToken> all() {
    List<ApiToken> valid = new ArrayList<>(known.values().stream().filter(this::valid).toList());
    valid.sort(Comparator.comparing((ApiToken token) -> token.id().value()).reversed());
    return valid;
  }

  @Override
  public synchronized boolean revoke(TokenId id) {
    return known.values().removeIf(token -> token.id().equals(id));
  }

  synchronized void removeAll(String owner) {
    known.values().removeIf(token -> token.owner().equals(owner));
  }

  private boolean valid(ApiToken token) {
    return token.expiresAt() == null || token.expiresAt().isAfter(clock.instant());
  }
}
