package dev.slipway.dashboard.access;

import dev.slipway.core.access.AccessRecords;
import dev.slipway.core.access.ApiToken;
import dev.slipway.core.access.Principal;
import dev.slipway.core.access.Session;
import dev.slipway.core.access.User;
import dev.slipway.dashboard.http.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Turns tokens and cookies into callers. What a user may do is read anew for each request, so that
 * a change of role counts at once, for their tokens too. Safe for concurrent use.
 */
public final class KnownCallers {
  private final AccessRecords access;
  private final Clock clock;

  public KnownCallers(AccessRecords access, Clock clock) {
    this.access = access;
    this.clock = clock;
  }

  /** Who has an API token; it may do what both it and its owner may. */
  Optional<Caller> byToken(String secret) {
    return access
        .tokens()
        .find(secret)
        .flatMap(token -> user(token.owner()).map(owner -> caller(token, owner)));
  }

  private static Caller caller(ApiToken token, User owner) {
    Principal principal =
        new Principal(owner.name(), token.role().orLess(owner.role()), token.only());
    return new Caller(principal, token.id().value(), null);
  }

  /** Whose browser holds the cookie of a session. */
  Optional<Caller> bySession(String secret) {
    Optional<Session> session = access.sessions().find(secret);
    return session.flatMap(found -> user(found.user()).map(user -> caller(found, user, secret)));
  }

  private static Caller caller(Session session, User user, String secret) {
    return new Caller(new Principal(user.name(), user.role()), session.id().value(), secret);
  }

  private Optional<User> user(String name) {
    Optional<User> user = access.users().find(name).filter(found -> !found.disabled());
    user.ifPresent(this::seen);
    return user;
  }

  private void seen(User user) {
    Instant now = clock.instant();
    if (!now.truncatedTo(ChronoUnit.MINUTES).equals(user.lastSeenAt())) {
      access.users().seen(user.name(), now);
    }
  }
}
