package dev.slipway.core.account;

/** Opaque id of a connected account of a forge. */
public record AccountId(String value) {
  @Override
  public String toString() {
    return value;
  }
}
