package dev.slipway.builder.checkout;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The mirrors in one folder. Safe for concurrent use. */
final class Mirrors {
  private final Path directory;
  private final Map<Path, Mirror> mirrors = new ConcurrentHashMap<>();
  private final MirrorPacking packing = new MirrorPacking();

  Mirrors(Path directory) {
    this.directory = directory;
  }

  Mirror of(MirrorLabel label, String readable) {
    return mirrors.computeIfAbsent(directory.resolve(label.folder(readable)), Mirror::new);
  }

  MirrorPacking packing() {
    return packing;
  }

  /**
   * Does something while nobody else changes the mirror.
   *
   * @throws BuildFailedException as the work does, and when the disk or the thread does not allow
   *     it
   */
  <T> T holding(Mirror mirror, URI url, Cancellation cancellation, Work<T> work)
      throws BuildFailedException {
    try {
      Files.createDirectories(directory);
      try (MirrorLock.Hold _ = mirror.hold(cancellation)) {
        return work.run();
      }
    } catch (IOException e) {
      throw GitFailures.mirror(url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GitFailures.interrupted(url, e);
    }
  }

  @FunctionalInterface
  interface Work<T> {
    T run() throws BuildFailedException, IOException;
  }
}
