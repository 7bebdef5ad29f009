package dev.slipway.core.access;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions in memory, for tests. */
public final class InMemorySessions implements Sessions {
  private final Clock clock;
  private final Map<String, Session> known = new HashMap<>();

  public InMemorySessions(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void start(String secret, Session session) {
    known.put(secret, session);
  }

  @Override
  public synchronized Optional<Session> find(String secret) {
    Session found = known.get(secret);
    if (found == null || over(found)) {
      return Optional.empty();
    }
    Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    known.put(
        secret,
        new Session(
            found.id(),
            found.user(),
            found.startedAt(),
            minute,
            found.endsAt(),
            found.address(),
            found.agent()));
    return Optional.of(found);
  }

  @Override
  public synchronized List<Session> of(String user) {
    return known.values().stream()
        .filter(session -> session.user().equals(user) && !over(session))
        .sorted(Comparator.comparing((Session session) -> session.id().value()).reversed())
        .toList();
  }

  @Override
  public synchronized boolean end(String user, SessionId id) {
    return known.values().removeIf(it -> it.user().equals(user) && it.id().equals(id));
  }

  @Override
  public synchronized void endAll(String user, @Nullable SessionId but) {
    known.values().removeIf(it -> it.user().equals(user) && !it.id().equals(but));
  }

  private boolean over(Session session) {
    Instant idle = session.lastSeenAt().plus(Session.IDLE);
    Instant end = idle.isBefore(session.endsAt()) ? idle : session.endsAt();
    return !end.isAfter(clock.instant());
  }
}
