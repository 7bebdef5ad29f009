package dev.slipway.dashboard.api;

import dev.slipway.core.access.Session;
import dev.slipway.dashboard.http.Json;
import org.jspecify.annotations.Nullable;

/** A browser session as the API tells of it; {@code current} is the one that asks. */
record SessionView(
    String id,
    @Nullable String startedAt,
    @Nullable String lastSeenAt,
    @Nullable String endsAt,
    String address,
    String agent,
    boolean current) {
  static SessionView of(Session session, String current) {
    return new SessionView(
        session.id().value(),
        Json.time(session.startedAt()),
        Json.time(session.lastSeenAt()),
        Json.time(session.endsAt()),
        session.address(),
        session.agent(),
        session.id().value().equals(current));
  }
}
