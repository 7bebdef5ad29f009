package dev.slipway.registrysync.mirror;

import dev.slipway.core.sync.SyncProgress;
import dev.slipway.registrysync.sync.RunProgress;
import java.time.Duration;
import java.util.function.Consumer;

/** Says from time to time how far a copy is, to whoever waits for it. */
final class CopyLines implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofSeconds(5);
  private static final long MEGABYTE = 1_000_000;

  private final Thread thread;

  /** Begins to tell; closing ends it. */
  CopyLines(RunProgress progress, Consumer<String> log) {
    thread = Thread.ofVirtual().name("mirror-progress").start(() -> tell(progress, log));
  }

  private static void tell(RunProgress progress, Consumer<String> log) {
    try {
      while (true) {
        Thread.sleep(BETWEEN);
        SyncProgress now = progress.now();
        log.accept(
            "%d of %d MB are copied".formatted(now.bytesDone() / MEGABYTE, now.bytes() / MEGABYTE));
      }
    } catch (InterruptedException _) {
      // The copy has ended.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
