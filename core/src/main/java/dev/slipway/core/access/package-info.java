/** Who may call, and the ports that know. */
@NullMarked
package dev.slipway.core.access;

import org.jspecify.annotations.NullMarked;
