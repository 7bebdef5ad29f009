/** The contract of the tokens, and a stand-in in memory. */
@NullMarked
package dev.slipway.core.access;

import org.jspecify.annotations.NullMarked;
