package dev.slipway.core.registry;

/**
 * The registry could not be reached or does not hold what it should. The message names which and
 * what.
 */
public final class RegistryException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String hint;

  /**
   * Says what failed and what helps.
   *
   * @param hint what to do next
   */
  public RegistryException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  public RegistryException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  public String hint() {
    return hint;
  }
}
