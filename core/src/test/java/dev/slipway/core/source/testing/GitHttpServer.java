package dev.slipway.core.source.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Serves bare repositories over HTTP on a free loopback port, by {@code git http-backend}: what a
 * plain git server behind a web server is. Pushing is allowed, and the repositories' hooks run.
 */
public final class GitHttpServer implements AutoCloseable {
  private final Path root;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile @Nullable String authorization;
  private volatile Interference interference = _ -> false;

  private GitHttpServer(Path root, HttpServer server) {
    this.root = root;
    this.server = server;
  }

  /** Serves what is under the folder. */
  public static GitHttpServer start(Path root) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    GitHttpServer server = new GitHttpServer(root, http);
    http.setExecutor(server.threads);
    http.createContext("/", server::answer);
    http.start();
    return server;
  }

  /** Makes an empty bare repository that can be pushed to, and returns its folder. */
  public Path create(String name) throws IOException {
    Path bare = root.resolve(name + ".git");
    GitCommand.run(root, "init", "--quiet", "--bare", "--initial-branch=main", bare.toString());
    GitCommand.run(bare, "config", "http.receivepack", "true");
    return bare;
  }

  /** Where the repository with that name can be cloned from. */
  public URI url(String name) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name + ".git");
  }

  /** Answers 401 from now on to whoever does not bring these. */
  public void requireBasic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** Lets a test answer in git's place. */
  public void interfere(Interference with) {
    interference = with;
  }

  /** Method and path of every request so far, oldest first. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    requests.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().getRawPath()
            + (query == null ? "" : "?" + query));
    try (exchange) {
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization != null && !authorization.equals(given)) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
      } else if (!interference.answered(exchange)) {
        runBackend(exchange);
      }
    }
  }

  private void runBackend(HttpExchange exchange) throws IOException {
    ProcessBuilder command = new ProcessBuilder("git", "http-backend");
    Map<String, String> env = command.environment();
    GitCommand.isolate(env);
    env.put("GIT_PROJECT_ROOT", root.toString());
    env.put("GIT_HTTP_EXPORT_ALL", "1");
    env.put("REQUEST_METHOD", exchange.getRequestMethod());
    env.put("PATH_INFO", exchange.getRequestURI().getPath());
    env.put("QUERY_STRING", Objects.toString(exchange.getRequestURI().getRawQuery(), ""));
    env.put("REMOTE_ADDR", "127.0.0.1");
    env.put("REMOTE_USER", "pusher");
    pass(exchange, "Content-Type", env, "CONTENT_TYPE");
    pass(exchange, "Content-Encoding", env, "HTTP_CONTENT_ENCODING");
    pass(exchange, "Git-Protocol", env, "GIT_PROTOCOL");
    Process backend = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      threads.execute(() -> feed(exchange.getRequestBody(), backend.getOutputStream()));
      sendOn(backend.getInputStream(), exchange);
    } finally {
      backend.destroy();
    }
  }

  private static void pass(
      HttpExchange exchange, String header, Map<String, String> env, String variable) {
    String value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      env.put(variable, value);
    }
  }

  private static void feed(InputStream body, OutputStream stdin) {
    try (stdin) {
      body.transferTo(stdin);
    } catch (IOException e) {
      // git has read what it wanted, or the client is gone: either shows in the answer
      throw new UncheckedIOException(e);
    }
  }

  /** A CGI program answers with headers, an empty line, and the body. */
  private static void sendOn(InputStream answer, HttpExchange exchange) throws IOException {
    int status = 200;
    for (String line = line(answer); !line.isEmpty(); line = line(answer)) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      if (name.equalsIgnoreCase("Status")) {
        status = Integer.parseInt(value.substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(name, value);
      }
    }
    exchange.sendResponseHeaders(status, 0);
    try (OutputStream body = exchange.getResponseBody()) {
      answer.transferTo(body);
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /** Something that a test puts between the client and git. */
  @FunctionalInterface
  public interface Interference {
    /** Whether it has answered, so that git is not asked. */
    boolean answered(HttpExchange exchange) throws IOException;
  }
}
