/**
 * The demonstration: the whole way of a push on this machine, with real parts, every claim checked
 * as it is made.
 */
@NullMarked
package dev.slipway.server.demo;

import org.jspecify.annotations.NullMarked;
