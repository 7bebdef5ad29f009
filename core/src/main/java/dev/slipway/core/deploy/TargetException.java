package dev.slipway.core.deploy;

import java.util.Objects;

/**
 * The place where containers run could not do what was asked. The message names the thing and the
 * cause.
 */
public final class TargetException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String hint;
  private final boolean retryable;

  /**
   * Says what failed and what helps.
   *
   * @param hint what to do next
   * @param retryable whether trying again can help without anybody doing anything
   */
  public TargetException(String message, String hint, boolean retryable, Throwable cause) {
    super(message, cause);
    this.hint = hint;
    this.retryable = retryable;
  }

  /** Never null, unlike in general. */
  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), "");
  }

  public String hint() {
    return hint;
  }

  public boolean retryable() {
    return retryable;
  }
}
