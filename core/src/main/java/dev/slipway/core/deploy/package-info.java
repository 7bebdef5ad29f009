/** Services, releases and deployments: their states, their legal moves, and their ports. */
@NullMarked
package dev.slipway.core.deploy;

import org.jspecify.annotations.NullMarked;
