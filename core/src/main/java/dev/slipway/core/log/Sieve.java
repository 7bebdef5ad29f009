package dev.slipway.core.log;

/** Says in passing which lines of a log are worth a look. Safe for concurrent use. */
@FunctionalInterface
public interface Sieve {
  /** Lets every line pass. */
  Sieve COARSE = (utf8, from, to) -> true;

  /**
   * Whether a line may be one that is looked for: a quick answer, which may be wrong with yes and
   * never with no.
   *
   * @param utf8 holds the text of the line from {@code from} to before {@code to}
   */
  boolean passes(byte[] utf8, int from, int to);
}
