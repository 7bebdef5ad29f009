package dev.slipway.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The machine's own registry, as an administrator would run it: nobody gets in without a login. */
final class OutsideRegistry implements AutoCloseable {
  static final String USER = "ada";
  static final String PASSWORD = "swordfish";

  /** The hash of that password, at the lowest cost. */
  private static final String HTPASSWD =
      "ada:$2y$04$m.11H3cxXIiamfqL4odppelBfiOec3koHdFJa0rIp7GwbwagZHU2e\n";

  private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");

  private final Path folder;
  private final Process process;
  private final String host;

  private OutsideRegistry(Path folder, Process process, String host) {
    this.folder = folder;
    this.process = process;
    this.host = host;
  }

  /** Keeps its data in that folder. */
  static OutsideRegistry start(Path folder) throws Exception {
    Path htpasswd = Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
    String settings =
        """
        version: 0.1
        log: { level: info }
        storage: { filesystem: { rootdirectory: "%s" } }
        http: { addr: "127.0.0.1:0" }
        auth: { htpasswd: { realm: test, path: "%s" } }
        """
            .formatted(folder.resolve("images"), htpasswd);
    Process process =
        new ProcessBuilder(
                "docker-registry",
                "serve",
                Files.writeString(folder.resolve("config.yml"), settings).toString())
            .redirectErrorStream(true)
            .start();
    return new OutsideRegistry(folder, process, listening(process));
  }

  /** Reads its log to the end, so that it never waits for a reader. */
  private static String listening(Process process) throws Exception {
    CompletableFuture<String> host = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
            log.lines()
                .map(LISTENING::matcher)
                .filter(Matcher::find)
                .forEach(found -> host.complete(found.group(1)));
            host.completeExceptionally(new IOException("docker-registry ended"));
          } catch (IOException e) {
            host.completeExceptionally(new UncheckedIOException(e));
          }
        });
    return host.get(20, TimeUnit.SECONDS);
  }

  /** With its port. */
  String host() {
    return host;
  }

  /** A login in the form of docker's own file. */
  Path login(String password) throws IOException {
    return write(folder.resolve("config-of-" + password.hashCode() + ".json"), entry(password));
  }

  /** Logins to two registries in one file. */
  static Path logins(Path folder, OutsideRegistry one, OutsideRegistry other) throws IOException {
    return write(folder.resolve("logins.json"), one.entry(PASSWORD) + ", " + other.entry(PASSWORD));
  }

  private String entry(String password) {
    String auth =
        Base64.getEncoder()
            .encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
    return "\"%s\": {\"auth\": \"%s\"}".formatted(host, auth);
  }

  private static Path write(Path file, String entries) throws IOException {
    Files.writeString(file, "{\"auths\": {%s}}".formatted(entries));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** How it answers somebody without a login. */
  int toStrangers() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + "/v2/")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
