package dev.slipway.webhook.dialect;

/** An authentic body that no rule can read; the message says why. */
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String reason;

  public UnreadableException(String reason) {
    super(reason);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
