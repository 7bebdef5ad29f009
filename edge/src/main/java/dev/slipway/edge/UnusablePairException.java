package dev.slipway.edge;

/** A certificate and its key that cannot be used; the message says why, and what to do. */
final class UnusablePairException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusablePairException(String message) {
    super(message);
  }
}
