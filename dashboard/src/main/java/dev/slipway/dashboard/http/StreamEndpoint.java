package dev.slipway.dashboard.http;

/** Answers calls bit by bit; runs on a virtual thread of its own for as long as it takes. */
@FunctionalInterface
public interface StreamEndpoint {
  /**
   * Writes the whole answer and ends it.
   *
   * @throws ProblemException for an answer that is a problem, before anything was written
   */
  void answer(Call call, Outflow out) throws Exception;
}
