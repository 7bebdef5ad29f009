package dev.slipway.webhook.forge;

import dev.slipway.core.account.ForgeException;
import dev.slipway.core.account.ForgeException.Kind;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a request came to nothing, before it is said what the request was for. It is an {@link
 * IOException} so that it passes through the libraries that send requests for us.
 */
final class Trouble extends IOException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;
  private final String hint;
  private final @Nullable Duration retryAfter;

  Trouble(
      Kind kind,
      String why,
      String hint,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(why, cause);
    this.kind = kind;
    this.hint = hint;
    this.retryAfter = retryAfter;
  }

  Trouble(Kind kind, String why, String hint) {
    this(kind, why, hint, null, null);
  }

  static Trouble unavailable(String why, @Nullable Throwable cause) {
    String hint = "Slipway tries again; if it stays so, look whether the forge is up";
    return new Trouble(Kind.UNAVAILABLE, why, hint, null, cause);
  }

  static Trouble refused(String why, String hint) {
    return new Trouble(Kind.REFUSED, why, hint);
  }

  /**
   * The trouble, with what it was that the forge did not do.
   *
   * @param what follows "did not", such as {@code list the repositories}
   */
  ForgeException during(String forge, String what) {
    String message = forge + " did not " + what + ": " + getMessage();
    return new ForgeException(kind, message, hint, retryAfter, getCause());
  }
}
