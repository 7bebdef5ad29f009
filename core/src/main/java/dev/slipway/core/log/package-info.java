/** Log lines and the port that keeps them. */
@NullMarked
package dev.slipway.core.log;

import org.jspecify.annotations.NullMarked;
