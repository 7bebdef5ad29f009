/** One build: its states, its legal moves, and the ports that keep and queue it. */
@NullMarked
package dev.slipway.core.build;

import org.jspecify.annotations.NullMarked;
