package dev.slipway.core.account;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A forge did not do what it was asked; the message says which forge, what, and why. */
public final class ForgeException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Kind kind;
  private final String hint;
  private final @Nullable Duration retryAfter;

  /**
   * With everything that is known.
   *
   * @param hint what to do next
   * @param retryAfter for how long the forge wants to be left alone; null when it did not say
   */
  public ForgeException(
      Kind kind,
      String message,
      String hint,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.hint = hint;
    this.retryAfter = retryAfter;
  }

  public ForgeException(Kind kind, String message, String hint) {
    this(kind, message, hint, null, null);
  }

  public Kind kind() {
    return kind;
  }

  public String hint() {
    return hint;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Sorted by what to do next. */
  public enum Kind {
    /** The token is wrong or has expired: connect the account again. */
    UNAUTHORIZED,
    /** The token may not do this: a person has to, or another token. */
    FORBIDDEN,
    /** What was asked for is not there, or the token may not see it. */
    NOT_FOUND,
    /** The request itself was refused; the same again gets the same answer. */
    REFUSED,
    /** Too many requests: wait. */
    RATE_LIMITED,
    /** Not reachable, too slow, or failing: try again. */
    UNAVAILABLE;

    /** Whether the same request may succeed later. */
    public boolean temporary() {
      return this == RATE_LIMITED || this == UNAVAILABLE;
    }
  }
}
