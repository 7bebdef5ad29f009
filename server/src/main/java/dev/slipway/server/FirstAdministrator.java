package dev.slipway.server;

import dev.slipway.core.access.Principal;
import dev.slipway.core.access.Tokens;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sees to it that somebody can sign in. */
final class FirstAdministrator {
  private static final Principal ADMIN = new Principal("admin");
  private static final int TOKEN_BYTES = 32;

  private FirstAdministrator() {}

  /**
   * Makes the configured token valid; without one, and when there is no token at all yet, makes a
   * new one.
   *
   * @return the new one, to be shown once
   */
  static Optional<String> provide(Tokens tokens, @Nullable String configured) {
    if (configured != null) {
      tokens.add(configured, ADMIN, Duration.ZERO);
      return Optional.empty();
    }
    if (tokens.any()) {
      return Optional.empty();
    }
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    String token = "slp_" + HexFormat.of().formatHex(bytes);
    tokens.add(token, ADMIN, Duration.ZERO);
    return Optional.of(token);
  }
}
