package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.deployer.target.docker.EngineDoor.Connection;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Asks an engine over a connection that belongs to what was asked for from then on.
 *
 * @see <a
 *     href="https://docs.docker.com/reference/api/engine/version/v1.41/#operation/ExecStart">the
 *     upgrade of a connection</a>
 */
final class Hijack {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int LONGEST_HEAD = 16 * 1024;
  private static final int LONGEST_REFUSAL = 64 * 1024;

  private Hijack() {}

  /**
   * Sends the request and reads the head of the answer.
   *
   * @return the connection, of which what comes next is the stream
   * @throws DockerException when the engine refuses
   */
  static Connection post(Connection connection, String path, Object body) throws IOException {
    try {
      return sent(connection, path, body);
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection sent(Connection connection, String path, Object body)
      throws IOException {
    byte[] json = EngineJson.bytes(body);
    String head =
        String.join(
            "\r\n",
            "POST " + path + " HTTP/1.1",
            "Host: docker",
            "Connection: Upgrade",
            "Upgrade: tcp",
            "Content-Type: application/json",
            "Content-Length: " + json.length,
            "",
            "");
    connection.out().write(head.getBytes(StandardCharsets.US_ASCII));
    connection.out().write(json);
    connection.out().flush();
    InputStream in = new BufferedInputStream(connection.in());
    List<String> answer = head(in);
    int status = status(answer.getFirst());
    if (status != HttpURLConnection.HTTP_OK && status != SWITCHING_PROTOCOLS) {
      throw refused(status, refusal(in, answer));
    }
    return new Connection(in, connection.out(), connection.outputEnd(), connection.whole());
  }

  private static List<String> head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (head.size() < LONGEST_HEAD) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the engine closed the connection without an answer");
      }
      head.write(next);
      String text = next == '\n' ? head.toString(StandardCharsets.US_ASCII) : "";
      if (text.endsWith("\r\n\r\n")) {
        return text.lines().toList();
      }
    }
    throw new IOException("the head of the engine's answer does not end");
  }

  private static int status(String line) throws IOException {
    String[] words = line.split(" ", 3);
    if (words.length < 2 || !words[1].matches("\\d{3}")) {
      throw new IOException("the engine answered with \"" + line + "\"");
    }
    return Integer.parseInt(words[1]);
  }

  /** Engines tell the length of short answers. */
  private static String refusal(InputStream in, List<String> head) throws IOException {
    int length =
        head.stream()
            .map(line -> line.toLowerCase(Locale.ROOT))
            .filter(line -> line.startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
            .findFirst()
            .orElse(0);
    byte[] body = in.readNBytes(Math.min(length, LONGEST_REFUSAL));
    return new String(body, StandardCharsets.UTF_8);
  }

  private static DockerException refused(int status, String said) {
    return switch (status) {
      case HttpURLConnection.HTTP_NOT_FOUND -> new NotFoundException(said);
      case HttpURLConnection.HTTP_CONFLICT -> new ConflictException(said);
      default -> new DockerException(said, status);
    };
  }
}
