/** Rules about which images of the own registry are kept, and what came of carrying them out. */
@NullMarked
package dev.slipway.core.retention;

import org.jspecify.annotations.NullMarked;
