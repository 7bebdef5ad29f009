/** Tests of the edge: pure parts alone, everything else over real sockets. */
@NullMarked
package dev.slipway.edge;

import org.jspecify.annotations.NullMarked;
