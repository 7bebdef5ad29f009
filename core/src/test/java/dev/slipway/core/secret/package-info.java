/** The contract of the secrets, and a stand-in in memory. */
@NullMarked
package dev.slipway.core.secret;

import org.jspecify.annotations.NullMarked;
