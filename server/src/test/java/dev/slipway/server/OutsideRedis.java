package dev.slipway.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The machine's own redis-server, as an administrator would run it; can go away and come back. */
final class OutsideRedis implements AutoCloseable {
  private final Path folder;
  private final int port;
  private Process process;

  private OutsideRedis(Path folder, int port) throws Exception {
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  /** Keeps its data in that folder. */
  static OutsideRedis start(Path folder) throws Exception {
    return new OutsideRedis(folder, freePort());
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  void goAway() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }

  /** With everything that it had. */
  void comeBack() throws Exception {
    process = launch();
  }

  /** Writes everything that it holds into its folder, as it is. */
  void dump() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (String command : List.of("CONFIG SET rdbcompression no", "SAVE")) {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        String answer = answers.readLine();
        if (!"+OK".equals(answer)) {
          throw new IOException(command + " was answered by " + answer);
        }
      }
    }
  }

  private Process launch() throws Exception {
    Process launched =
        new ProcessBuilder(
                List.of(
                    "redis-server",
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--dir",
                    folder.toString(),
                    "--appendonly",
                    "yes",
                    "--appendfsync",
                    "always",
                    "--save",
                    ""))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Wait.until("Redis listens", this::listens, listening -> listening);
    return launched;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() throws InterruptedException {
    goAway();
  }
}
