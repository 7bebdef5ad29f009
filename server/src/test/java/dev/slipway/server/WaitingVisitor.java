package dev.slipway.server;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Has asked for the front page over a connection of its own, and can tell whether it waits. */
final class WaitingVisitor implements AutoCloseable {
  private static final int GLANCE_MILLIS = 5;
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final PushbackInputStream in;

  WaitingVisitor(int edgePort, String host) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), edgePort);
    in = new PushbackInputStream(socket.getInputStream());
    String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether an answer has begun, or begins within a moment. */
  boolean isAnswered() throws IOException {
    socket.setSoTimeout(GLANCE_MILLIS);
    try {
      int first = in.read();
      if (first >= 0) {
        in.unread(first);
      }
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  /** The whole answer, as it came. */
  String answer() throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
