package dev.slipway.dashboard.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.core.access.ApiToken;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.dashboard.http.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token as the API tells of it.
 *
 * @param token the token itself, in the answer that makes it only
 */
record TokenView(
    String id,
    String owner,
    String name,
    String role,
    List<String> repositories,
    @Nullable String createdAt,
    @Nullable String expiresAt,
    @Nullable String lastUsedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token) {
  static TokenView of(ApiToken token) {
    return of(token, null);
  }

  static TokenView of(ApiToken token, @Nullable String secret) {
    return new TokenView(
        token.id().value(),
        token.owner(),
        token.name(),
        token.role().id(),
        token.only().stream().map(RepositoryId::value).sorted().toList(),
        Json.time(token.createdAt()),
        Json.time(token.expiresAt()),
        Json.time(token.lastUsedAt()),
        secret);
  }
}
