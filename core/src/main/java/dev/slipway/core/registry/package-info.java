/** Registries: the one that images are pushed to, and who we are at others. */
@NullMarked
package dev.slipway.core.registry;

import org.jspecify.annotations.NullMarked;
