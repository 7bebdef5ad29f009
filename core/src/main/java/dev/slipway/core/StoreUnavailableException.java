package dev.slipway.core;

/**
 * Whatever keeps the records cannot be reached or refuses to write, so it is not known whether the
 * call took effect. Every call of a port that keeps something can be repeated safely once it is
 * back.
 */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public StoreUnavailableException(String message) {
    super(message);
  }
}
