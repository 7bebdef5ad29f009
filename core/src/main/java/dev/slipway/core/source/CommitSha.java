package dev.slipway.core.source;

import dev.slipway.core.InvalidValueException;
import java.util.regex.Pattern;

/**
 * The name of a commit in lower-case hex digits, never all zeros: its full 40 or 64 digits, or at
 * least its first seven, as Bitbucket Cloud names the head of a pull request. Two names of one
 * commit need not be equal: compare by {@link #sameAs} where one may be abbreviated.
 */
public record CommitSha(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{7,40}|[0-9a-f]{64}");
  private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern ZEROS = Pattern.compile("0+");

  public CommitSha {
    if (!FORM.matcher(hex).matches() || isZero(hex)) {
      throw new InvalidValueException(
          "\"" + hex + "\" is no commit; a commit is named by 7 to 40, or by 64, hex digits");
    }
  }

  /** Whether this is how forges write "no commit": zeros only. */
  public static boolean isZero(String hex) {
    return ZEROS.matcher(hex).matches();
  }

  /** Whether all digits are there, so that nothing else can be meant. */
  public boolean isFull() {
    return FULL.matcher(hex).matches();
  }

  /** Whether both name the same commit, as far as the shorter name tells. */
  public boolean sameAs(CommitSha other) {
    return hex.startsWith(other.hex) || other.hex.startsWith(hex);
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
