/** Tests of the checkout, against a real git server where a network is needed. */
@NullMarked
package dev.slipway.builder.checkout;

import org.jspecify.annotations.NullMarked;
