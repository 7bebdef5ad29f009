/** Keeps the values of secrets out of everything that is said to people. */
@NullMarked
package dev.slipway.core.masking;

import org.jspecify.annotations.NullMarked;
