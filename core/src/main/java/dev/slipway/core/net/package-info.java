/** Which network addresses Slipway connects to on behalf of others. */
@NullMarked
package dev.slipway.core.net;

import org.jspecify.annotations.NullMarked;
