package dev.slipway.server.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A plain git server: git's own HTTP program behind busybox's web server. Knows nothing of Slipway.
 */
final class GitServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Process process;
  private final int port;

  private GitServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Serves the bare repositories below {@code folder}. */
  static GitServer start(Path folder) throws IOException, InterruptedException {
    Path web = Files.createDirectories(folder.resolveSibling("web"));
    Path program = Files.createDirectories(web.resolve("cgi-bin")).resolve("git");
    Files.writeString(
        program,
        """
        #!/bin/sh
        GIT_PROJECT_ROOT='%s' GIT_HTTP_EXPORT_ALL=1 exec git http-backend
        """
            .formatted(folder));
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made executable");
    }
    int port = freePort();
    Process process =
        new ProcessBuilder(
                List.of("busybox", "httpd", "-f", "-p", "127.0.0.1:" + port, "-h", web.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    GitServer server = new GitServer(process, port);
    server.awaitListening();
    return server;
  }

  /** Where the repository with that path can be cloned from. */
  URI cloneUrl(String name) {
    return URI.create("http://127.0.0.1:" + port + "/cgi-bin/git/" + name + ".git");
  }

  private void awaitListening() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          close();
          throw new IOException("busybox httpd does not start; is busybox installed?", e);
        }
        Thread.sleep(10);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
