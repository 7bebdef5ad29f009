/** What every store of rules and runs of retention does. */
@NullMarked
package dev.slipway.core.retention;

import org.jspecify.annotations.NullMarked;
