package dev.slipway.core.deploy;

/**
 * What a person wants of a rollout that is going on.
 *
 * @param by who
 */
public record Wish(What what, String by) {
  /** What there is to want. */
  public enum What {
    /** Goes on to the next share, or to the end, without waiting any longer. */
    PROMOTE,
    /** Goes back to what was before. */
    ABORT
  }
}
