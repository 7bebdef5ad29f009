package dev.slipway.dashboard.api;

import dev.slipway.core.secret.StoredSecret;
import dev.slipway.dashboard.http.Json;
import org.jspecify.annotations.Nullable;

/** A secret as the API tells it; its value never comes out. */
record SecretView(String scope, String name, long version, @Nullable String updatedAt, String by) {
  static SecretView of(StoredSecret secret) {
    return new SecretView(
        secret.scope().id(),
        secret.name(),
        secret.version(),
        Json.time(secret.updatedAt()),
        secret.by());
  }
}
