package dev.slipway.core.access;

import dev.slipway.core.source.RepositoryId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an API token: everything but the token.
 *
 * @param owner the user as whom it acts; what they may not do, it may not do either
 * @param name what its owner calls it
 * @param only the repositories that it is limited to; empty for no limit
 * @param expiresAt null for a token without an end
 * @param lastUsedAt to the minute; null for one that was never used
 */
public record ApiToken(
    TokenId id,
    String owner,
    String name,
    Role role,
    Set<RepositoryId> only,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {
  public ApiToken {
    only = Set.copyOf(only);
  }
}
