package dev.slipway.core.net;

/**
 * An address that Slipway does not connect to for others; the message says how an administrator
 * allows it.
 */
public final class ForbiddenAddressException extends Exception {
  private static final long serialVersionUID = 1L;

  private ForbiddenAddressException(String message) {
    super(message);
  }

  static ForbiddenAddressException privateAddress(String host, String address) {
    return new ForbiddenAddressException(
        host
            + " is at "
            + address
            + ", a private address. If that is meant to be, add it to"
            + " SLIPWAY_ALLOW_PRIVATE_ADDRESSES");
  }

  static ForbiddenAddressException oddNotation(String host) {
    return new ForbiddenAddressException(
        host
            + " is an address in an unusual notation, which Slipway does not follow. Write it as"
            + " four decimal numbers, such as 192.0.2.10");
  }
}
