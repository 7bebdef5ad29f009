package dev.slipway.core.access;

import java.util.List;
import java.util.Optional;

/** Knows API tokens, by the SHA-256 of each only. Safe for concurrent use. */
public interface Tokens {
  /** Whether there is a token that is valid now. */
  boolean any();

  /** Makes a token valid until it expires; the same token again replaces what was known of it. */
  void add(String token, ApiToken known);

  /** What a token is, where it is valid; notes its use, at most once a minute. */
  Optional<ApiToken> find(String token);

  Optional<ApiToken> find(TokenId id);

  /** Everybody's tokens that are valid, newest first. */
  List<ApiToken> all();

  /** Ends a token; false where there is none. */
  boolean revoke(TokenId id);
}
