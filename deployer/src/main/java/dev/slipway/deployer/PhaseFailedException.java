package dev.slipway.deployer;

import java.util.List;
import java.util.Objects;

/**
 * A phase of a rollout cannot succeed. The message names the thing and the cause in one sentence.
 */
final class PhaseFailedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String hint;
  private final transient List<String> lastLines;
  private final boolean byRelease;

  /**
   * Says what failed and what helps.
   *
   * @param hint what to do next
   * @param lastLines what the container said last; may be empty
   */
  PhaseFailedException(String message, String hint, List<String> lastLines) {
    this(message, hint, lastLines, false);
  }

  private PhaseFailedException(
      String message, String hint, List<String> lastLines, boolean byRelease) {
    super(message);
    this.hint = hint;
    this.lastLines = List.copyOf(lastLines);
    this.byRelease = byRelease;
  }

  /** The same where the release is to blame, and not what it runs on. */
  static PhaseFailedException ofRelease(String message, String hint, List<String> lastLines) {
    return new PhaseFailedException(message, hint, lastLines, true);
  }

  /** Whether the release is to blame: the next one may well do the same. */
  boolean byRelease() {
    return byRelease;
  }

  /** Never null, unlike in general. */
  @Override
  public String getMessage() {
    return Objects.requireNonNullElse(super.getMessage(), "");
  }

  String hint() {
    return hint;
  }

  List<String> lastLines() {
    return lastLines;
  }
}
