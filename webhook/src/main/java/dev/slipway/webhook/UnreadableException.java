package dev.slipway.webhook;

/** An authentic body that no rule can read; the message says why. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String reason;

  UnreadableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
