/**
 * Rolls releases out: start, check from outside, switch the traffic, drain the old ones; and back
 * where that fails.
 */
@NullMarked
package dev.slipway.deployer;

import org.jspecify.annotations.NullMarked;
