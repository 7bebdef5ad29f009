/**
 * Builds a Dockerfile without RUN straight into the registry, with no engine at all. Whatever it is
 * not sure to do as BuildKit does, it leaves to the engine, and says why.
 */
@NullMarked
package dev.slipway.builder.jib;

import org.jspecify.annotations.NullMarked;
