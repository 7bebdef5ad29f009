package dev.slipway.dashboard.http;

/** What is done over a WebSocket, on a virtual thread of its own for as long as it takes. */
@FunctionalInterface
public interface Conversation {
  /** Talks until either side is done; the socket is closed afterwards. */
  void hold(Socket socket) throws Exception;
}
