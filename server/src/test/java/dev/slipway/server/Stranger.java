package dev.slipway.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A visitor who opens a connection for each request, and takes nothing but a whole answer. */
final class Stranger {
  private static final Pattern LENGTH =
      Pattern.compile("^content-length: (\\d+)\\r$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private final int edgePort;
  private final String host;

  Stranger(int edgePort, String host) {
    this.edgePort = edgePort;
    this.host = host;
  }

  /**
   * Asks for a page.
   *
   * @return empty when it was answered by 200; otherwise how
   */
  String visit(String page) throws IOException {
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(page, host);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edgePort)) {
      socket.setSoTimeout(Math.toIntExact(Api.PATIENCE.toMillis()));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      return judge(new String(answer, StandardCharsets.ISO_8859_1));
    }
  }

  private static String judge(String answer) {
    int body = answer.indexOf("\r\n\r\n") + 4;
    Matcher length = LENGTH.matcher(answer);
    boolean cut = length.find() && Integer.parseInt(length.group(1)) != answer.length() - body;
    return answer.startsWith("HTTP/1.1 200 ") && !cut ? "" : "answered by: " + answer;
  }
}
