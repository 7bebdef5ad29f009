package dev.slipway.builder.checkout;

import dev.slipway.core.build.Cancellation;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to change something on disk, among the threads of this process and all processes on the
 * machine. The operating system keeps the lock, so that it ends with the process that held it,
 * however that ended; the file says who holds it, or was the last to. Its time of modification is
 * when it was last taken. Safe for concurrent use.
 */
final class MirrorLock {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorLock.class);
  private static final long PAUSE_MILLIS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path file;

  MirrorLock(Path file) {
    this.file = file;
  }

  /** Waits until nobody else holds it; closing the result lets others. */
  Hold acquire(Cancellation cancellation) throws IOException, InterruptedException {
    long sayAt = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      cancellation.check();
      Optional<Hold> hold = tryAcquire();
      if (hold.isPresent()) {
        return hold.get();
      }
      if (System.nanoTime() > sayAt) {
        LOG.info("waiting for {}, held by {}", file, owner().orElse("somebody"));
        sayAt = Long.MAX_VALUE;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** Takes it when nobody else holds it. */
  Optional<Hold> tryAcquire() throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock(channel) && stillThere(channel)) {
        return Optional.of(channel::close);
      }
      channel.close();
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Who holds it, or was the last to; empty when nobody ever did. */
  Optional<String> owner() throws IOException {
    try {
      String[] words = Files.readString(file).split("\n", 2);
      return Optional.of(words[0]).filter(owner -> !owner.isEmpty());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** When it was last taken. */
  Instant takenAt() throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  /** Removes the file. Only while held. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException _) {
      return false; // another thread of this process
    }
  }

  /**
   * Puts our name into the file, and sees whether it is the one that everybody else finds: who held
   * it before may have removed it.
   */
  private boolean stillThere(FileChannel channel) throws IOException {
    String name =
        "process %d on %s since %s\n%s\n"
            .formatted(ProcessHandle.current().pid(), host(), Instant.now(), UUID.randomUUID());
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)), 0);
    try {
      return Files.readString(file).equals(name);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException _) {
      return "this machine";
    }
  }

  /** The right that was taken. */
  interface Hold extends AutoCloseable {
    @Override
    void close() throws IOException;
  }
}
