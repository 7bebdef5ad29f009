/** Which server is meant, and the token for it. */
@NullMarked
package dev.slipway.cli.login;

import org.jspecify.annotations.NullMarked;
