/** Decides which images of a registry nobody needs any more. */
@NullMarked
package dev.slipway.registrysync.retention;

import org.jspecify.annotations.NullMarked;
