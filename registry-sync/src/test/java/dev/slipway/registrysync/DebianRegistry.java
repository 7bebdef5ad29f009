package dev.slipway.registrysync;

import dev.slipway.registrysync.oci.MediaTypes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A CNCF Distribution registry of Debian's package, on a free port, with its data in a folder. */
final class DebianRegistry implements AutoCloseable {
  /** The hash, at the lowest cost, of the password {@code swordfish} of the user {@code ada}. */
  private static final String HTPASSWD =
      "ada:$2y$04$m.11H3cxXIiamfqL4odppelBfiOec3koHdFJa0rIp7GwbwagZHU2e\n";

  private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");
  private final Path data;
  private final Process process;
  private final String host;
  private final HttpClient client = HttpClient.newHttpClient();

  private DebianRegistry(Path data, Process process, String host) {
    this.data = data;
    this.process = process;
    this.host = host;
  }

  static DebianRegistry start(Path folder, boolean withPassword) throws Exception {
    return start(folder, withPassword, "");
  }

  /** One that speaks TLS with this certificate. */
  static DebianRegistry startWithTls(Path folder, TestAuthority.Served served) throws Exception {
    return start(
        folder,
        true,
        ", tls: { certificate: \"%s\", key: \"%s\" }"
            .formatted(served.certificate(), served.key()));
  }

  private static DebianRegistry start(Path folder, boolean withPassword, String more)
      throws Exception {
    Path htpasswd = Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
    Path data = folder.resolve("data");
    Path configuration =
        Files.writeString(
            folder.resolve("config.yml"),
            """
            version: 0.1
            log: { level: info }
            storage:
              filesystem: { rootdirectory: "%s" }
              delete: { enabled: true }
            http: { addr: "127.0.0.1:0"%s }
            """
                    .formatted(data, more)
                + (withPassword
                    ? "auth: { htpasswd: { realm: test, path: \"%s\" } }\n".formatted(htpasswd)
                    : ""));
    Process process =
        new ProcessBuilder("docker-registry", "serve", configuration.toString())
            .redirectErrorStream(true)
            .start();
    return new DebianRegistry(data, process, listening(process));
  }

  /** Reads its log to the end, so that it never waits for a reader. */
  private static String listening(Process process)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<String> host = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
              Matcher listening = LISTENING.matcher(line);
              if (listening.find()) {
                host.complete(listening.group(1));
              }
            }
            host.completeExceptionally(new IOException("docker-registry ended"));
          } catch (IOException e) {
            host.completeExceptionally(new UncheckedIOException(e));
          }
        });
    return host.get(20, TimeUnit.SECONDS);
  }

  String host() {
    return host;
  }

  /** Uploads a blob. */
  String push(String repository, byte[] blob) throws IOException, InterruptedException {
    HttpResponse<Void> upload =
        client.send(
            HttpRequest.newBuilder(uri(repository + "/blobs/uploads/"))
                .POST(BodyPublishers.noBody())
                .build(),
            BodyHandlers.discarding());
    String location = upload.headers().firstValue("location").orElseThrow();
    String digest = sha256(blob);
    URI target =
        upload.uri().resolve(location + (location.contains("?") ? "&" : "?") + "digest=" + digest);
    put(target, "application/octet-stream", blob);
    return digest;
  }

  /** Uploads a manifest or an index. */
  String pushManifest(String repository, String mediaType, String json)
      throws IOException, InterruptedException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    put(uri(repository + "/manifests/" + sha256(bytes)), mediaType, bytes);
    return sha256(bytes);
  }

  /** Lets a tag lead to a manifest that is there. */
  void tag(String repository, String tag, String digest) throws IOException, InterruptedException {
    HttpResponse<byte[]> manifest =
        client.send(
            HttpRequest.newBuilder(uri(repository + "/manifests/" + digest))
                .header("Accept", MediaTypes.ACCEPT)
                .build(),
            BodyHandlers.ofByteArray());
    String type = manifest.headers().firstValue("content-type").orElseThrow();
    put(uri(repository + "/manifests/" + tag), type, manifest.body());
  }

  private void put(URI uri, String type, byte[] body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(uri)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException("PUT " + uri + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  private URI uri(String path) {
    return URI.create("http://" + host + "/v2/" + path);
  }

  /** The file in which the registry keeps what has this digest. */
  Path file(String digest) {
    String hex = digest.substring("sha256:".length());
    return data.resolve("docker/registry/v2/blobs/sha256")
        .resolve(hex.substring(0, 2))
        .resolve(hex)
        .resolve("data");
  }

  /** Loses a repository with all its links; a registry that keeps no cache looks at its disk. */
  void forget(String repository) throws IOException {
    Path links = data.resolve("docker/registry/v2/repositories").resolve(repository);
    try (Stream<Path> files = Files.walk(links)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly().onExit().join();
  }
}
