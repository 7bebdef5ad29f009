/**
 * Talks to a running server: REST calls, event streams, and finding things by the names people use.
 */
@NullMarked
package dev.slipway.cli.api;

import org.jspecify.annotations.NullMarked;
