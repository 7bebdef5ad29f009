/** The dashboard over HTTP, on the in-memory ports. */
@NullMarked
package dev.slipway.dashboard;

import org.jspecify.annotations.NullMarked;
