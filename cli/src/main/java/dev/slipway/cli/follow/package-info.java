/** Follows what is going on, a build's log or a rollout, through restarts of the server. */
@NullMarked
package dev.slipway.cli.follow;

import org.jspecify.annotations.NullMarked;
