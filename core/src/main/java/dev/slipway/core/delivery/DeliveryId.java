package dev.slipway.core.delivery;

/** Opaque id that Slipway gave to a received webhook. */
public record DeliveryId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
