/** Keeps the values of secrets out of everything that a build says. */
@NullMarked
package dev.slipway.builder.masking;

import org.jspecify.annotations.NullMarked;
