/** What machines and operators ask: health, readiness, figures, the API's description, badges. */
@NullMarked
package dev.slipway.dashboard.ops;

import org.jspecify.annotations.NullMarked;
