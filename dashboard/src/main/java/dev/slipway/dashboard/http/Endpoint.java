package dev.slipway.dashboard.http;

/** Answers calls; runs on a virtual thread and may block. */
@FunctionalInterface
public interface Endpoint {
  /**
   * The answer to one call.
   *
   * @throws ProblemException for an answer that is a problem
   * @throws dev.slipway.core.InvalidValueException for a value that cannot be right
   */
  Answer answer(Call call) throws Exception;
}
