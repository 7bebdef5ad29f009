/**
 * Builds a Dockerfile on the container engine, by BuildKit or its classic builder, and pushes the
 * image. Talks the Engine API directly; no command-line client is needed.
 */
@NullMarked
package dev.slipway.builder.image;

import org.jspecify.annotations.NullMarked;
