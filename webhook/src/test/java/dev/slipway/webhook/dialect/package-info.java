/** Tests of what is read from what forges send. */
@NullMarked
package dev.slipway.webhook.dialect;

import org.jspecify.annotations.NullMarked;
