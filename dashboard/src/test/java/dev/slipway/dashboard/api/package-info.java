/** Tests of how the API tells things. */
@NullMarked
package dev.slipway.dashboard.api;

import org.jspecify.annotations.NullMarked;
