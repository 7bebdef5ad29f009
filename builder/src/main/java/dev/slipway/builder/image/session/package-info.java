/**
 * BuildKit's session: a connection to the engine over which it asks us, by gRPC, for what a build
 * may have and its request must not contain. Nothing here listens on a port.
 */
@NullMarked
package dev.slipway.builder.image.session;

import org.jspecify.annotations.NullMarked;
