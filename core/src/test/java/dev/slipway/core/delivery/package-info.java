/** The contract of the deliveries, and a stand-in in memory. */
@NullMarked
package dev.slipway.core.delivery;

import org.jspecify.annotations.NullMarked;
