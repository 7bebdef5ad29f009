/** The contracts of the ports around builds, and stand-ins that keep everything in memory. */
@NullMarked
package dev.slipway.core.build;

import org.jspecify.annotations.NullMarked;
