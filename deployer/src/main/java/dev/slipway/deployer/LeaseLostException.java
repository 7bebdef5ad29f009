package dev.slipway.deployer;

/** Somebody else may be working on the deployment by now: nothing more may be done or written. */
final class LeaseLostException extends Exception {
  private static final long serialVersionUID = 1L;

  LeaseLostException(String message) {
    super(message);
  }
}
