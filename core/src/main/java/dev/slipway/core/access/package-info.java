/** Who may do what, who did, and the ports that keep both. */
@NullMarked
package dev.slipway.core.access;

import org.jspecify.annotations.NullMarked;
