package dev.slipway.core.access;

import java.time.Duration;
import java.time.Instant;

/**
 * A browser that is signed in.
 *
 * @param lastSeenAt to the minute
 * @param endsAt when it ends however busy it is; an idle one ends earlier
 * @param address from where it was started
 * @param agent what the browser called itself then
 */
public record Session(
    SessionId id,
    String user,
    Instant startedAt,
    Instant lastSeenAt,
    Instant endsAt,
    String address,
    String agent) {
  /** After how long without a request a session is over. */
  public static final Duration IDLE = Duration.ofHours(24);

  /** After how long it is over in any case. */
  public static final Duration LONGEST = Duration.ofDays(14);
}
