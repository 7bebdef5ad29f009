/** A real git server and work tree for the tests of any module; both run the machine's git. */
@NullMarked
package dev.slipway.core.source.testing;

import org.jspecify.annotations.NullMarked;
