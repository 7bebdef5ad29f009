package dev.slipway.core.source;

import dev.slipway.core.InvalidValueException;
import java.util.regex.Pattern;

/** The full name of a commit: 40 or 64 lower-case hex digits, never all zeros. */
public record CommitSha(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern ZEROS = Pattern.compile("0+");

  public CommitSha {
    if (!FORM.matcher(hex).matches() || isZero(hex)) {
      throw new InvalidValueException(
          "\"" + hex + "\" is no commit; a commit is named by its full 40 or 64 hex digits");
    }
  }

  /** Whether this is how forges write "no commit": zeros only. */
  public static boolean isZero(String hex) {
    return ZEROS.matcher(hex).matches();
  }

  /** The first seven digits, as people quote it. */
  public String abbreviated() {
    return hex.substring(0, 7);
  }

  @Override
  public String toString() {
    return hex;
  }
}
