package dev.slipway.dashboard.api;

import dev.slipway.core.access.User;
import dev.slipway.dashboard.http.Json;
import org.jspecify.annotations.Nullable;

/** A user as the API tells of them. */
record UserView(
    String name,
    String role,
    @Nullable String createdAt,
    @Nullable String lastSeenAt,
    @Nullable String passwordSetAt,
    boolean disabled) {
  static UserView of(User user) {
    return new UserView(
        user.name(),
        user.role().id(),
        Json.time(user.createdAt()),
        Json.time(user.lastSeenAt()),
        Json.time(user.passwordSetAt()),
        user.disabled());
  }
}
