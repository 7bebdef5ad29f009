/** The contract of the feed of changes, and a stand-in in memory. */
@NullMarked
package dev.slipway.core.event;

import org.jspecify.annotations.NullMarked;
