/** Rules that keep repositories of registries in step, and what came of following them. */
@NullMarked
package dev.slipway.core.sync;

import org.jspecify.annotations.NullMarked;
