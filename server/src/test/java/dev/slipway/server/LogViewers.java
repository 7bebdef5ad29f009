package dev.slipway.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many viewers of one log, in a process of their own. Prints {@code ready} when all are connected,
 * and in the end how many lines arrived, how many were missing or out of order, and the median,
 * 95th percentile and maximum of how late the oldest line of each read was, in milliseconds. No
 * test: {@link LogBench} starts it.
 */
public final class LogViewers {
  private static final byte[] ID = "id: ".getBytes(US_ASCII);
  private static final byte[] SENT = "sent@".getBytes(US_ASCII);
  private static final byte[] END = "event: end".getBytes(US_ASCII);

  private LogViewers() {}

  /** Takes the address of the events, how many viewers, the token, and how many lines to expect. */
  public static void main(String[] arguments) throws Exception {
    URI events = URI.create(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    CountDownLatch connected = new CountDownLatch(count);
    List<Viewer> viewers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Viewer viewer = new Viewer(events, arguments[2], connected);
      viewers.add(viewer);
      threads.add(Thread.ofVirtual().start(viewer));
    }
    connected.await();
    System.out.println("ready");
    for (Thread thread : threads) {
      thread.join();
    }
    int expected = Integer.parseInt(arguments[3]);
    long lines = viewers.stream().mapToLong(viewer -> viewer.last).sum();
    long faults = viewers.stream().mapToLong(viewer -> viewer.faults.get()).sum();
    faults += viewers.stream().mapToLong(viewer -> Math.abs(expected - viewer.last)).sum();
    int[] lags = viewers.stream().flatMapToInt(Viewer::lags).sorted().toArray();
    System.out.printf(
        "%d %d %d %d %d%n",
        lines, faults, lags[lags.length / 2], lags[lags.length * 95 / 100], lags[lags.length - 1]);
  }

  private static final class Viewer implements Runnable {
    private static final int BUFFER = 1 << 17;
    private final URI events;
    private final String token;
    private final CountDownLatch connected;
    private final AtomicInteger faults = new AtomicInteger();
    private final byte[] buffer = new byte[BUFFER];
    private int[] lags = new int[256];
    private int reads;
    private long last;

    Viewer(URI events, String token, CountDownLatch connected) {
      this.events = events;
      this.token = token;
      this.connected = connected;
    }

    java.util.stream.IntStream lags() {
      return Arrays.stream(lags, 0, reads);
    }

    @Override
    public void run() {
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(events.getPath(), events.getAuthority(), token);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), events.getPort())) {
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(US_ASCII));
        read(socket.getInputStream());
      } catch (IOException e) {
        faults.incrementAndGet();
        connected.countDown();
      }
    }

    private void read(InputStream in) throws IOException {
      int kept = 0;
      boolean first = true;
      while (true) {
        int got = in.read(buffer, kept, buffer.length - kept);
        if (got < 0) {
          return;
        }
        if (first) {
          connected.countDown();
          first = false;
        }
        int length = kept + got;
        int done = take(length);
        if (done < 0) {
          return;
        }
        System.arraycopy(buffer, done, buffer, 0, length - done);
        kept = length - done;
      }
    }

    /** Reads whole events; answers how far it came, or a negative number at the end of the log. */
    private int take(int length) {
      int at = 0;
      boolean timed = false;
      for (int i = 0; i + 1 < length; i++) {
        if (buffer[i] != '\n' || buffer[i + 1] != '\n') {
          continue;
        }
        int id = find(ID, at, i);
        if (id >= 0) {
          note(number(id + ID.length));
          int sent = timed ? -1 : find(SENT, id, i);
          if (sent >= 0) {
            late((int) (System.currentTimeMillis() - number(sent + SENT.length)));
            timed = true;
          }
        } else if (find(END, at, i) >= 0) {
          return -1;
        }
        at = i + 2;
      }
      return at;
    }

    private void note(long line) {
      if (line != last + 1) {
        faults.incrementAndGet();
      }
      last = line;
    }

    private void late(int millis) {
      if (reads == lags.length) {
        lags = Arrays.copyOf(lags, 2 * reads);
      }
      lags[reads++] = millis;
    }

    private int find(byte[] wanted, int from, int to) {
      for (int i = from; i + wanted.length <= to; i++) {
        int same = 0;
        while (same < wanted.length && buffer[i + same] == wanted[same]) {
          same++;
        }
        if (same == wanted.length) {
          return i;
        }
      }
      return -1;
    }

    private long number(int from) {
      long number = 0;
      for (int i = from; buffer[i] >= '0' && buffer[i] <= '9'; i++) {
        number = 10 * number + buffer[i] - '0';
      }
      return number;
    }
  }
}
