/** How commands end: the exit codes that scripts rely on, and the failure that carries one. */
@NullMarked
package dev.slipway.cli.exit;

import org.jspecify.annotations.NullMarked;
