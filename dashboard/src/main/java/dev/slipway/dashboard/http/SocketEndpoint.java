package dev.slipway.dashboard.http;

/** Answers calls that become WebSockets; runs on a virtual thread and may block. */
@FunctionalInterface
public interface SocketEndpoint {
  /**
   * Looks at the call while a plain answer is still possible.
   *
   * @throws ProblemException for an answer that is a problem
   */
  Conversation answer(Call call) throws Exception;
}
