import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What script/bench sends webhooks with: pushes as GitHub sends and signs them, each with a commit,
 * a delivery id and a signature of its own, all made before the clock starts. Every sender keeps
 * its connection and sends the next push when the one before is answered.
 *
 * <p>{@code java WebhookLoad.java URL SECRET REPOSITORY BYTES SENDERS REQUESTS} prints requests per
 * second, median and 99th percentile in milliseconds, and how many were not answered with a 2xx;
 * {@code java WebhookLoad.java FILE REPOSITORY BYTES} only writes one body.
 */
public final class WebhookLoad {
  private final URI url;
  private final String secret;
  private final String repository;
  private final int bytes;
  private final String run = Long.toString(System.nanoTime(), 36);
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  private WebhookLoad(String url, String secret, String repository, int bytes) {
    this.url = URI.create(url);
    this.secret = secret;
    this.repository = repository;
    this.bytes = bytes;
  }

  public static void main(String[] args) throws Exception {
    if (args.length == 3) {
      WebhookLoad load = new WebhookLoad("http://none", "", args[1], Integer.parseInt(args[2]));
      Files.write(Path.of(args[0]), load.body(0));
      return;
    }
    WebhookLoad load = new WebhookLoad(args[0], args[1], args[2], Integer.parseInt(args[3]));
    System.out.println(load.measure(Integer.parseInt(args[4]), Integer.parseInt(args[5])));
  }

  private String measure(int senders, int requests) throws Exception {
    List<byte[]> prepared = new ArrayList<>(requests);
    for (int i = 0; i < requests; i++) {
      prepared.add(request(i));
    }
    long[] nanos = new long[requests];
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> sending = new ArrayList<>();
      for (int i = 0; i < senders; i++) {
        sending.add(threads.submit(() -> send(prepared, nanos)));
      }
      for (Future<?> sender : sending) {
        sender.get();
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Arrays.sort(nanos);
    return String.format(
        Locale.ROOT,
        "%.0f %.2f %.2f %d",
        requests / seconds,
        nanos[requests / 2] / 1e6,
        nanos[requests * 99 / 100] / 1e6,
        failed.get());
  }

  private Void send(List<byte[]> prepared, long[] nanos) throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (int i = next.getAndIncrement(); i < prepared.size(); i = next.getAndIncrement()) {
        long begin = System.nanoTime();
        out.write(prepared.get(i));
        if (status(in) / 100 != 2) {
          failed.incrementAndGet();
        }
        nanos[i] = System.nanoTime() - begin;
      }
    }
    return null;
  }

  /** Reads an answer to its end. */
  private static int status(InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).split(" ")[1]);
    int length = 0;
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    in.skipNBytes(length);
    while (chunked) {
      int size = Integer.parseInt(line(in), 16);
      in.skipNBytes(size + 2L);
      chunked = size > 0;
    }
    return status;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the server hung up");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  private byte[] request(int number) throws Exception {
    byte[] body = body(number);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    byte[] head =
        """
        POST %s HTTP/1.1
        Host: %s:%d
        User-Agent: GitHub-Hookshot/bench
        Content-Type: application/json
        Content-Length: %d
        X-GitHub-Event: push
        X-GitHub-Delivery: %s-%d
        X-Hub-Signature-256: sha256=%s

        """
            .formatted(
                url.getPath(),
                url.getHost(),
                url.getPort(),
                body.length,
                run,
                number,
                HexFormat.of().formatHex(mac.doFinal(body)))
            .replace("\n", "\r\n")
            .getBytes(UTF_8);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  /** A push of as many commits as fill the wanted size. */
  private byte[] body(int number) {
    StringBuilder json =
        new StringBuilder(
            """
            {"ref":"refs/heads/main","before":"%s","after":"%s","created":false,"deleted":false,\
            "forced":false,"repository":{"id":186853002,"name":"%s","full_name":"%s",\
            "private":true,"default_branch":"main","clone_url":"https://git.example.com/%s.git"},\
            "pusher":{"name":"ada","email":"ada@example.com"},"head_commit":{"id":"%s",\
            "message":"Sell hats in %d colours","author":{"name":"Ada","email":"ada@example.com"}},\
            "commits":["""
                .formatted(
                    sha(number - 1),
                    sha(number),
                    repository.substring(repository.indexOf('/') + 1),
                    repository,
                    repository,
                    sha(number),
                    number));
    for (int i = 0; json.length() < bytes - 600; i++) {
      json.append(i == 0 ? "" : ",").append(commit(number, i));
    }
    json.append("],\"compare\":\"");
    json.append("x".repeat(Math.max(0, bytes - json.length() - 2))).append("\"}");
    return json.toString().getBytes(UTF_8);
  }

  private String commit(int number, int index) {
    String sha = sha(number * 1000 + index + 7);
    return """
    {"id":"%s","tree_id":"%s","distinct":true,"message":"Step %d of push %d: sort the shelves",\
    "timestamp":"2026-03-14T15:%02d:26+01:00","url":"https://git.example.com/%s/commit/%s",\
    "author":{"name":"Ada","email":"ada@example.com","username":"ada"},\
    "added":["src/main/java/shop/Shelf%d.java"],"removed":[],\
    "modified":["src/main/java/shop/Hat.java","docs/hats.md"]}"""
        .formatted(sha, sha(~number * 31 + index), index, number, index % 60, repository, sha, index);
  }

  /** Looks like a commit's name: digits without a pattern that would be easy to compress. */
  private String sha(int number) {
    long seed = (run.hashCode() * 31L + number) * 0x9E3779B97F4A7C15L;
    StringBuilder hex = new StringBuilder();
    while (hex.length() < 40) {
      seed = (seed ^ (seed >>> 29)) * 0xBF58476D1CE4E5B9L + 0x94D049BB133111EBL;
      hex.append(HexFormat.of().toHexDigits(seed ^ (seed >>> 32)));
    }
    return hex.substring(0, 40);
  }
}
