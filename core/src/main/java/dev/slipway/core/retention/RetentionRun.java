package dev.slipway.core.retention;

import java.time.Instant;

/**
 * Carrying rules out once.
 *
 * @param scope a repository, {@code *} for those without a rule of their own, or {@link
 *     #EVERYTHING} that a rule holds for
 * @param by who or what wanted it: a person, the schedule
 */
public record RetentionRun(
    String id, String scope, String by, Instant queuedAt, RetentionState state) {
  public static final String EVERYTHING = "";
}
