/** Tests of the package. */
@NullMarked
package dev.slipway.dashboard.page;

import org.jspecify.annotations.NullMarked;
