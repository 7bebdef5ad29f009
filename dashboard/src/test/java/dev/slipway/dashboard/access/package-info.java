/** Tests of the package. */
@NullMarked
package dev.slipway.dashboard.access;

import org.jspecify.annotations.NullMarked;
