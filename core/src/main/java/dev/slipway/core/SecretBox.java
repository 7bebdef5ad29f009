package dev.slipway.core;

/**
 * Keeps secrets unreadable at rest. What was sealed for one purpose cannot be opened for another.
 * Safe for concurrent use.
 */
public interface SecretBox {
  /** Encrypts and authenticates; the result is printable and differs each time. */
  String seal(Secret secret, String purpose);

  /**
   * The reverse of {@link #seal}.
   *
   * @throws InvalidValueException when it was sealed with another key or for another purpose, or
   *     was changed
   */
  Secret open(String name, String sealed, String purpose);
}
