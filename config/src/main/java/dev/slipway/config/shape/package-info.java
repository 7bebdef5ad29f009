/**
 * What documents may look like, described once: documents are checked by it, and the JSON Schema is
 * written from it.
 */
@NullMarked
package dev.slipway.config.shape;

import org.jspecify.annotations.NullMarked;
