/** What browsers follow while it happens: build logs and the feed of events, as event streams. */
@NullMarked
package dev.slipway.dashboard.live;

import org.jspecify.annotations.NullMarked;
