package dev.slipway.webhook;

/** A delivery could be kept neither in the store nor on disk; the message says why. */
final class NotStoredException extends Exception {
  private static final long serialVersionUID = 1L;

  NotStoredException(String message, Throwable cause) {
    super(message, cause);
  }
}
