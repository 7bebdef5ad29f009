/** Brings the pushed commit here by JGit, and streams its tree into a build context. */
@NullMarked
package dev.slipway.builder.checkout;

import org.jspecify.annotations.NullMarked;
