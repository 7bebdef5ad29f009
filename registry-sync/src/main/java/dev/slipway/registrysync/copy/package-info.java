/** Copies images between registries: blobs first, manifests after them, tags last. */
@NullMarked
package dev.slipway.registrysync.copy;

import org.jspecify.annotations.NullMarked;
