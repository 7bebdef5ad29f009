/** Tests of the address policy, without any network. */
@NullMarked
package dev.slipway.core.net;

import org.jspecify.annotations.NullMarked;
