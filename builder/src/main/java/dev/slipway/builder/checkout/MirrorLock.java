package dev.slipway.builder.checkout;

import dev.slipway.core.build.Cancellation;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /**
   * The files that this process holds or has open. Closing any of a process's descriptors of a file
   * ends the locks that the process has on it (POSIX, fcntl), so there must never be two.
   */
  private static final Set<Path> IN_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path file;

  MirrorLock(Path file) {
    this.file = file.toAbsolutePath().normalize();
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
        LOG.info("waiting for {}, held by {}", file, owner().orElse("somebody").strip());
        sayAt = Long.MAX_VALUE;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** Takes it when nobody else holds it. */
  Optional<Hold> tryAcquire() throws IOException {
    if (!IN_THIS_PROCESS.add(file)) {
      return Optional.empty();
    }
    boolean held = false;
    try {
      Object before = identity();
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      held = lock(channel, before);
      return held ? Optional.of(() -> release(channel)) : Optional.empty();
    } finally {
      if (!held) {
        IN_THIS_PROCESS.remove(file);
      }
    }
  }

  /** Who holds it, or was the last to; empty when nobody ever did. */
  Optional<String> owner() throws IOException {
    if (!IN_THIS_PROCESS.add(file)) {
      return Optional.of("another thread of this process");
    }
    try {
      return Optional.of(Files.readString(file)).filter(owner -> !owner.isEmpty());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } finally {
      IN_THIS_PROCESS.remove(file);
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

  /** Closes the channel unless it now holds the lock of the file that everybody else finds. */
  private boolean lock(FileChannel channel, Object before) throws IOException {
    boolean held = false;
    try {
      FileLock lock = channel.tryLock();
      held = lock != null && before.equals(identity());
      if (held) {
        name(channel);
      }
      return held;
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  private void release(FileChannel channel) throws IOException {
    try {
      channel.close();
    } finally {
      IN_THIS_PROCESS.remove(file);
    }
  }

  /**
   * What tells this file from another one that is put in its place: who held it before may have
   * removed it. No other file can be the same while one has this one open.
   */
  private Object identity() throws IOException {
    while (true) {
      try {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file : key;
      } catch (NoSuchFileException _) {
        create();
      }
    }
  }

  private void create() throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException _) {
      // somebody else was quicker
    }
  }

  private static void name(FileChannel channel) throws IOException {
    String name =
        "process %d on %s since %s%n"
            .formatted(ProcessHandle.current().pid(), host(), Instant.now());
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)), 0);
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
