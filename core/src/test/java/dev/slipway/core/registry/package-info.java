/** What every implementation of the registry's ports does, and fakes of them. */
@NullMarked
package dev.slipway.core.registry;

import org.jspecify.annotations.NullMarked;
