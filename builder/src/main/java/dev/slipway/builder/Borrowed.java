package dev.slipway.builder;

import dev.slipway.builder.checkout.CheckoutView;
import dev.slipway.core.build.Checkout;

/** A checkout that somebody else closes. */
final class Borrowed extends CheckoutView {
  Borrowed(Checkout checkout) {
    super(checkout);
  }

  @Override
  public void close() {}
}
