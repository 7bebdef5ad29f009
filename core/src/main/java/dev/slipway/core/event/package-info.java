/** The feed of everything that changed. */
@NullMarked
package dev.slipway.core.event;

import org.jspecify.annotations.NullMarked;
