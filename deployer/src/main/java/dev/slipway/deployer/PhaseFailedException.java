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

  /**
   * Says what failed and what helps.
   *
   * @param hint what to do next
   * @param lastLines what the container said last; may be empty
   */
  PhaseFailedException(String message, String hint, List<String> lastLines) {
    super(message);
    this.hint = hint;
    this.lastLines = List.copyOf(lastLines);
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
