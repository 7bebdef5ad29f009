/** What a forge told us, what we read from it, and what we decided. */
@NullMarked
package dev.slipway.core.delivery;

import org.jspecify.annotations.NullMarked;
