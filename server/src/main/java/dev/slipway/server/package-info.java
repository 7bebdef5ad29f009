/** Puts the parts together and runs them. */
@NullMarked
package dev.slipway.server;

import org.jspecify.annotations.NullMarked;
