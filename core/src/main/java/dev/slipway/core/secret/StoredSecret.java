package dev.slipway.core.secret;

import java.time.Instant;

/**
 * What may be told of a secret: everything but its value.
 *
 * @param version counts from 1 and grows with each new value
 * @param by who set the value last
 */
public record StoredSecret(
    SecretScope scope, String name, long version, Instant updatedAt, String by) {}
