package dev.slipway.core.sync;

import java.time.Instant;

/**
 * An image that builds began with and a mirror has.
 *
 * @param repository {@code HOST/PATH} at the source
 * @param tag there
 * @param source the digest that the source said it has
 * @param copy the digest at the mirror: another one where only some platforms are copied
 * @param checkedAt when the source said so last
 */
public record MirroredImage(
    String repository, String tag, String source, String copy, Instant checkedAt) {}
