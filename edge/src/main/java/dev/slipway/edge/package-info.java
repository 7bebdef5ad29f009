/**
 * The reverse proxy in front of deployed services. {@link dev.slipway.edge.Edge} starts it; each
 * event loop serves its own connections, and shares nothing with the others but the routing table.
 */
@NullMarked
package dev.slipway.edge;

import org.jspecify.annotations.NullMarked;
