package dev.slipway.store;

/**
 * Redis cannot be reached or refuses to write, so it is not known whether the call took effect.
 * Every call of this module can be repeated safely once Redis is back.
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
