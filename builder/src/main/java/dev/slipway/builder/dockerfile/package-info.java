/**
 * Reads Dockerfiles the way BuildKit's frontend does: what they say, line by line, and what their
 * variables stand for. Builds nothing and touches no disk.
 */
@NullMarked
package dev.slipway.builder.dockerfile;

import org.jspecify.annotations.NullMarked;
