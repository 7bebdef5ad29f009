/** Carries out builds: claims them from the queue, runs them, and reports how they went. */
@NullMarked
package dev.slipway.builder;

import org.jspecify.annotations.NullMarked;
