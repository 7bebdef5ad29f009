/** Tests of the package. */
@NullMarked
package dev.slipway.dashboard.live;

import org.jspecify.annotations.NullMarked;
