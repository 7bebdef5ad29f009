package dev.slipway.server;

import dev.slipway.core.Ids;
import dev.slipway.core.access.AccessRecords;
import dev.slipway.core.access.ApiToken;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.TokenId;
import dev.slipway.core.access.User;
import dev.slipway.core.access.Users;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees to it that somebody can sign in. */
final class FirstAdministrator {
  private static final String NAME = "admin";
  private static final int TOKEN_BYTES = 32;

  /** Of the configured token: the same at each start, so that a new one takes the place of it. */
  private static final TokenId CONFIGURED = new TokenId("tok_configured");

  private FirstAdministrator() {}

  /**
   * Makes the configured token valid, and the administrator whose it is; without one, and when
   * there is no user at all yet, makes a new one.
   *
   * @return the new one, to be shown once
   */
  static Optional<String> provide(AccessRecords access, @Nullable String configured, Clock clock) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Users users = access.users();
    if (configured != null) {
      users.add(User.fresh(NAME, Role.ADMINISTRATOR, now));
      users.setRole(NAME, Role.ADMINISTRATOR);
      users.setDisabled(NAME, false);
      access.tokens().revoke(CONFIGURED);
      access.tokens().add(configured, token(CONFIGURED, "SLIPWAY_ADMIN_TOKEN", now));
      return Optional.empty();
    }
    if (!users.all().isEmpty() && !stranded(access)) {
      return Optional.empty();
    }
    users.add(User.fresh(NAME, Role.ADMINISTRATOR, now));
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    String token = "slp_" + HexFormat.of().formatHex(bytes);
    access
        .tokens()
        .add(token, token(new TokenId(Ids.next("tok", clock)), "of the first start", now));
    return Optional.of(token);
  }

  /** Whether nobody has a password and there is no token: nobody could ever come in. */
  private static boolean stranded(AccessRecords access) {
    return !access.tokens().any()
        && access.users().all().stream().allMatch(user -> user.passwordSetAt() == null);
  }

  private static ApiToken token(TokenId id, String name, Instant now) {
    return new ApiToken(id, NAME, name, Role.ADMINISTRATOR, Set.of(), now, null, null);
  }
}
