package dev.slipway.server;

import dev.slipway.core.Ids;
import dev.slipway.core.build.WorkerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.OptionalInt;

/**
 * Everything that Slipway keeps on this machine. One process at a time holds it, so that a name
 * kept here, such as the worker's, means one process.
 */
final class DataDirectory implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String REGISTRY_PORT = "registry-port";

  private final Path root;
  private final FileChannel lock;

  private DataDirectory(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Creates it where needed, readable by its owner only, and takes hold of it.
   *
   * @throws StartException when another process holds it, or it cannot be written
   */
  static DataDirectory open(Path root) throws StartException {
    try {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      FileChannel channel =
          FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new StartException(
            "Another Slipway is running on "
                + root
                + ". Stop it, or give this one its own --data-dir");
      }
      return new DataDirectory(root, channel);
    } catch (IOException | UnsupportedOperationException e) {
      throw new StartException(
          root + " cannot be used: " + e.getMessage() + ". Give another --data-dir", e);
    }
  }

  /** Whether a Slipway runs on it now. */
  static boolean isHeld(Path root) throws IOException {
    Path file = root.resolve(LOCK);
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !locked(channel); // closing gives it back at once
    }
  }

  /** The port of our own registry, if one was ever chosen here. */
  static OptionalInt registryPortOf(Path root) throws IOException {
    Path file = root.resolve(REGISTRY_PORT);
    return Files.exists(file)
        ? OptionalInt.of(Integer.parseInt(Files.readString(file).strip()))
        : OptionalInt.empty();
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  Path path(String name) {
    return root.resolve(name);
  }

  /** Tells what this Slipway started on an engine from what another one did; made once. */
  String installation() throws StartException {
    return remembered("installation", () -> Ids.next("ins", Clock.systemUTC()));
  }

  /** Names this worker; the same after every restart. */
  WorkerId worker() throws StartException {
    return new WorkerId(remembered("worker", () -> Ids.next("wrk", Clock.systemUTC())));
  }

  /** The port of our own registry. It is part of every image's name, so it is chosen once. */
  int registryPort() throws StartException {
    return Integer.parseInt(remembered(REGISTRY_PORT, DataDirectory::freePort));
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(socket.getLocalPort());
    }
  }

  private String remembered(String name, Maker maker) throws StartException {
    Path file = path(name);
    try {
      if (!Files.exists(file)) {
        Path draft = path(name + ".new");
        Files.writeString(draft, maker.make());
        Files.move(draft, file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartException(file + " cannot be read or written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private interface Maker {
    String make() throws IOException;
  }
}
