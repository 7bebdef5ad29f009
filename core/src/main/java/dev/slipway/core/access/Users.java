package dev.slipway.core.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the people who may sign in. There is always an administrator who can: no call leaves none.
 * Safe for concurrent use.
 */
public interface Users {
  /** All of them, by name. */
  List<User> all();

  Optional<User> find(String name);

  /** Adds somebody without a password; false where the name is taken. */
  boolean add(User user);

  Change setRole(String name, Role role);

  /** Shuts somebody out, or lets them in again; what they have open ends when they are shut out. */
  Change setDisabled(String name, boolean disabled);

  /** Forgets somebody, with all their sessions and tokens. */
  Change remove(String name);

  /** Sets or replaces a password, given as a hash that can be kept; false for who is unknown. */
  boolean setPassword(String name, String hash, Instant at);

  /** The hash of somebody's password; empty for who has none, or is unknown. */
  Optional<String> passwordHash(String name);

  /** Notes that somebody was here. */
  void seen(String name, Instant at);

  /** What became of a change. */
  enum Change {
    DONE,
    UNKNOWN,
    /** Refused: nobody could administer any more. */
    LAST_ADMINISTRATOR
  }
}
