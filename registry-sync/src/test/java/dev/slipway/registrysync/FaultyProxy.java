package dev.slipway.registrysync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a registry, passes requests on, and does to some of them what networks and other
 * people's proxies do.
 */
final class FaultyProxy implements AutoCloseable {
  private static final int PIECE = 1 << 14;

  private final ServerSocket listening;
  private final String registry;
  private final List<Rule> rules = new ArrayList<>();
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  /**
   * A request that came.
   *
   * @param target path and query
   * @param sent bytes of its body that came
   */
  record Seen(String method, String target, String head, long sent) {}

  private record Rule(Pattern requests, AtomicInteger times, Fault fault) {}

  private FaultyProxy(ServerSocket listening, String registry) {
    this.listening = listening;
    this.registry = registry;
  }

  static FaultyProxy before(String registry) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    FaultyProxy proxy = new FaultyProxy(listening, registry);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  String host() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  /**
   * Does this to the next so many requests that match.
   *
   * @param requests a pattern of method, space, path and query
   */
  FaultyProxy on(String requests, int times, Fault fault) {
    synchronized (rules) {
      rules.add(new Rule(Pattern.compile(requests), new AtomicInteger(times), fault));
    }
    return this;
  }

  /** The requests that match, in order. */
  List<Seen> seen(String requests) {
    Pattern pattern = Pattern.compile(requests);
    return seen.stream()
        .filter(one -> pattern.matcher(one.method() + " " + one.target()).matches())
        .toList();
  }

  /** Bytes that came in the bodies of requests that match. */
  long sent(String requests) {
    return seen(requests).stream().mapToLong(Seen::sent).sum();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // It was closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      while (serveOne(in, client.getOutputStream())) {
        // And the next one on the same connection.
      }
    } catch (IOException _) {
      // The connection ends, as it would in life.
    }
  }

  private boolean serveOne(InputStream in, OutputStream out) throws IOException {
    String head = head(in);
    if (head.isEmpty()) {
      return false;
    }
    String[] line = head.substring(0, head.indexOf('\r')).split(" ", -1);
    String target = line[1].replaceFirst("^http://[^/]*", "");
    Fault fault = fault(line[0] + " " + target);
    long length = length(head);
    if (fault instanceof Fault.Answer answer) {
      skip(in, length);
      seen.add(new Seen(line[0], target, head, length));
      write(out, answer, line[0].equals("HEAD"));
      return true;
    }
    int port = Integer.parseInt(registry.substring(registry.indexOf(':') + 1));
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String passed = head.replaceFirst("(?m)^(\\S+) \\S+ ", "$1 " + quote(target) + " ");
      if (fault instanceof Fault.CutRequest(long bytes, boolean reachRegistry)) {
        OutputStream to =
            reachRegistry ? upstream.getOutputStream() : OutputStream.nullOutputStream();
        to.write(passed.getBytes(ISO_8859_1));
        long came = copy(in, to, Math.min(bytes, length));
        to.flush();
        seen.add(new Seen(line[0], target, head, came));
        return false;
      }
      if (fault instanceof Fault.StallRequest(long bytes)) {
        copy(in, OutputStream.nullOutputStream(), Math.min(bytes, length));
        awaitClose();
        return false;
      }
      upstream.getOutputStream().write(passed.getBytes(ISO_8859_1));
      copy(in, upstream.getOutputStream(), length);
      seen.add(new Seen(line[0], target, head, length));
      return answer(new BufferedInputStream(upstream.getInputStream()), out, fault, line[0]);
    }
  }

  private static String quote(String target) {
    return target.replace("$", "\\$");
  }

  private boolean answer(InputStream in, OutputStream out, @Nullable Fault fault, String method)
      throws IOException {
    String head = head(in);
    long length = method.equals("HEAD") || head.contains(" 204 ") ? 0 : length(head);
    switch (fault) {
      case Fault.CutAnswer(long bytes) -> {
        if (bytes >= 0) {
          out.write(head.getBytes(ISO_8859_1));
          copy(in, out, Math.min(bytes, length));
        }
        out.flush();
        return false;
      }
      case Fault.Flip(long at) -> {
        out.write(head.getBytes(ISO_8859_1));
        copy(in, out, at);
        out.write(in.read() ^ 1);
        copy(in, out, length - at - 1);
      }
      case Fault.Truncate(long bytes) -> {
        String shorter =
            head.replaceFirst("(?i)content-length: *[0-9]+", "Content-Length: " + bytes);
        out.write(shorter.getBytes(ISO_8859_1));
        copy(in, out, bytes);
      }
      case Fault.AddHeader(String name, String value) -> {
        String more = head.substring(0, head.length() - 2) + name + ": " + value + "\r\n\r\n";
        out.write(more.getBytes(ISO_8859_1));
        copy(in, out, length);
      }
      case Fault.StallAnswer(long bytes) -> {
        out.write(head.getBytes(ISO_8859_1));
        copy(in, out, Math.min(bytes, length));
        out.flush();
        awaitClose();
        return false;
      }
      case Fault.Slow(int piece, long pauseMillis) -> {
        out.write(head.getBytes(ISO_8859_1));
        for (long left = length; left > 0; left -= piece) {
          copy(in, out, Math.min(piece, left));
          out.flush();
          LockSupport.parkNanos(Duration.ofMillis(pauseMillis).toNanos());
        }
      }
      case Fault.CutRequest _, Fault.StallRequest _, Fault.Answer _ ->
          throw new IllegalStateException("done before");
      case null -> {
        out.write(head.getBytes(ISO_8859_1));
        copy(in, out, length);
      }
    }
    out.flush();
    return true;
  }

  /** As one who is there and says nothing. */
  private void awaitClose() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private @Nullable Fault fault(String request) {
    synchronized (rules) {
      for (Rule rule : rules) {
        if (rule.times().get() > 0 && rule.requests().matcher(request).matches()) {
          rule.times().decrementAndGet();
          return rule.fault();
        }
      }
      return null;
    }
  }

  private static void write(OutputStream out, Fault.Answer answer, boolean withoutBody)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Injected\r\n");
    answer.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: " + answer.body().length + "\r\n\r\n");
    out.write(head.toString().getBytes(ISO_8859_1));
    if (!withoutBody) {
      out.write(answer.body());
    }
    out.flush();
  }

  /** Everything up to the empty line, with it; nothing where the connection ends before. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    while (last != 0x0d0a0d0a) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      last = last << 8 | next;
    }
    return head.toString(ISO_8859_1);
  }

  private static long length(String head) {
    for (String line : head.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Long.parseLong(line.substring("content-length:".length()).strip());
      }
    }
    return 0;
  }

  private static void skip(InputStream in, long length) throws IOException {
    copy(in, OutputStream.nullOutputStream(), length);
  }

  private static long copy(InputStream in, OutputStream out, long length) throws IOException {
    byte[] piece = new byte[PIECE];
    long left = length;
    while (left > 0) {
      int count = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (count < 0) {
        throw new EOFException();
      }
      out.write(piece, 0, count);
      left -= count;
    }
    return length;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
