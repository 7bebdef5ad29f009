package dev.slipway.core.net;

/**
 * An address that Slipway does not connect to for others; the message says how an administrator
 * allows it.
 */
public final class ForbiddenAddressException extends Exception {
  private static final long serialVersionUID = 1L;

  public ForbiddenAddressException(String host, String address) {
    super(
        host
            + " is at "
            + address
            + ", a private address. If that is meant to be, add it to SLIPWAY_ALLOW_PRIVATE_ADDRESSES");
  }
}
