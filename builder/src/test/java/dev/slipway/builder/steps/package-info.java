/** Tests of steps: without an engine, and on a real one. */
@NullMarked
package dev.slipway.builder.steps;

import org.jspecify.annotations.NullMarked;
