/** The contract of the known registries, and a stand-in in memory. */
@NullMarked
package dev.slipway.core.registry;

import org.jspecify.annotations.NullMarked;
