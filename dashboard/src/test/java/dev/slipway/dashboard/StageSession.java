package dev.slipway.dashboard;

import dev.slipway.core.deploy.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A command that writes what it reads, and ends with 7 at the end of its input. */
final class StageSession implements Session {
  final List<String> command;
  final List<Size> sizes = new ArrayList<>();
  private final BlockingQueue<Optional<Output>> written = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  StageSession(List<String> command, @Nullable Size size) {
    this.command = command;
    if (size != null) {
      sizes.add(size);
    }
  }

  @Override
  public Optional<Output> read() {
    try {
      return written.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void write(byte[] bytes) {
    boolean error = new String(bytes, StandardCharsets.UTF_8).startsWith("oops");
    written.add(Optional.of(new Output(error, bytes)));
  }

  @Override
  public void endInput() {
    written.add(Optional.empty());
  }

  @Override
  public void resize(Size size) {
    sizes.add(size);
    write((size.columns() + "x" + size.rows()).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int exitCode() {
    return 7;
  }

  /** Waits some seconds for it. */
  boolean isClosed() throws InterruptedException {
    return closed.await(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    written.add(Optional.empty());
  }
}
