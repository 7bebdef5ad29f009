package dev.slipway.core;

/**
 * Somebody gave a value that cannot be what it is meant to be. The message names the value, what is
 * wrong with it and what would be right; it may be shown to the sender.
 */
public final class InvalidValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidValueException(String message) {
    super(message);
  }
}
