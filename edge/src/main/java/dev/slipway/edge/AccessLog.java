package dev.slipway.edge;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line of JSON per request, written by a thread of its own. Where that cannot keep up, or the
 * disk is full, lines are dropped and counted; a request never waits. Safe for concurrent use.
 */
final class AccessLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final int QUEUE = 32 * 1024;
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(200);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final int KEPT = 5;

  private final Path file;
  private final long mostBytes;
  private final BlockingQueue<AccessLine> lines = new ArrayBlockingQueue<>(QUEUE);
  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread writing;
  private boolean failing;

  /** Begins a new file whenever one has so many bytes, and keeps five older ones. */
  AccessLog(Path file, long mostBytes) {
    this.file = file;
    this.mostBytes = mostBytes;
    this.writing = Thread.ofPlatform().name("edge-access-log").daemon().unstarted(this::writeAll);
  }

  void start() {
    writing.start();
  }

  void add(AccessLine line) {
    if (!lines.offer(line)) {
      dropped.increment();
    }
  }

  /** How many lines were not written. */
  long dropped() {
    return dropped.sum();
  }

  private void writeAll() {
    List<AccessLine> batch = new ArrayList<>();
    long told = 0;
    try {
      boolean last;
      do {
        // Not woken up by each line: that would cost more than the line.
        last = closing.await(BETWEEN_WRITES.toMillis(), TimeUnit.MILLISECONDS);
        lines.drainTo(batch);
        write(batch);
        batch.clear();
        told = tellDropped(told);
      } while (!last);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<AccessLine> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      if (Files.exists(file) && Files.size(file) >= mostBytes) {
        rotate();
      }
      StringBuilder text = new StringBuilder();
      batch.forEach(line -> line.appendTo(text));
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      }
      failing = false;
    } catch (IOException e) {
      dropped.add(batch.size());
      if (!failing) {
        LOG.error(
            "The access log {} cannot be written ({}). Requests are served without it: check free"
                + " space and rights of its folder.",
            file,
            e.toString());
      }
      failing = true;
    }
  }

  private long tellDropped(long told) {
    long now = dropped.sum();
    if (now > told) {
      LOG.warn("{} lines of the access log {} were dropped so far.", now, file);
    }
    return now;
  }

  /** {@code access.log} becomes {@code access.log.1}, and so on; the oldest one goes. */
  private void rotate() throws IOException {
    for (int i = KEPT - 1; i >= 1; i--) {
      Path older = numbered(i);
      if (Files.exists(older)) {
        Files.move(older, numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  /** Writes what is waiting. */
  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    writing.join(CLOSE_LIMIT);
  }
}
