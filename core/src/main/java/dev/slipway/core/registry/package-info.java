/** The registry that images are pushed to. */
@NullMarked
package dev.slipway.core.registry;

import org.jspecify.annotations.NullMarked;
