package dev.slipway.registrysync.copy;

import dev.slipway.registrysync.oci.Digest;

/**
 * How a copy ended.
 *
 * @param digest at the destination
 * @param changed whether the destination was not like this before
 */
public record Copied(Digest digest, boolean changed) {}
