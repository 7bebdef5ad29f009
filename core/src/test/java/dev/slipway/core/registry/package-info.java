/** What may be removed from the registry. */
@NullMarked
package dev.slipway.core.registry;

import org.jspecify.annotations.NullMarked;
