package dev.slipway.core.access;

import java.time.Duration;
import java.util.Optional;

/**
 * Knows API tokens and browser sessions, by the SHA-256 of the token only. Safe for concurrent use.
 */
public interface Tokens {
  /** Whether anybody can sign in at all. */
  boolean any();

  /** Makes a token valid for as long as given; a zero duration means until revoked. */
  void add(String token, Principal principal, Duration validFor);

  Optional<Principal> find(String token);

  void revoke(String token);
}
