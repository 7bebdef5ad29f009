package dev.slipway.core.access;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows browser sessions, by the SHA-256 of what is in the cookie only. Safe for concurrent use.
 */
public interface Sessions {
  void start(String secret, Session session);

  /** The session, unless it is over; puts its idle end off, at most once a minute. */
  Optional<Session> find(String secret);

  /** The sessions of a user that are not over, the latest first. */
  List<Session> of(String user);

  /** Ends a session of a user; false where there is none. */
  boolean end(String user, SessionId id);

  /** Ends the sessions of a user, all but one where one is named. */
  void endAll(String user, @Nullable SessionId but);
}
