package dev.slipway.builder.checkout;

import dev.slipway.core.build.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bare copy of one repository on this machine's disk. It is a cache: whatever is wrong with it,
 * it can be dropped and fetched anew. Changed only while held; read by anybody at any time, and
 * packed anew beside both. Safe for concurrent use, also by several processes.
 */
final class Mirror {
  private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);

  private final Path folder;
  private final MirrorLock lock;
  private final MirrorLock packing;
  private volatile boolean distrusted;
  private volatile boolean tidied;

  Mirror(Path folder) {
    this.folder = folder;
    this.lock = new MirrorLock(sibling(".lock"));
    this.packing = new MirrorLock(sibling(".packing"));
  }

  Path folder() {
    return folder;
  }

  /** Waits until nobody else changes the mirror; closing the result lets others. */
  MirrorLock.Hold hold(Cancellation cancellation) throws IOException, InterruptedException {
    return tidied(lock.acquire(cancellation));
  }

  /** The same without waiting; empty when somebody changes it just now. */
  Optional<MirrorLock.Hold> tryHold() throws IOException {
    Optional<MirrorLock.Hold> hold = lock.tryAcquire();
    return hold.isEmpty() ? hold : Optional.of(tidied(hold.get()));
  }

  /** The right to pack it anew, which one at a time has; empty when somebody else has it. */
  Optional<MirrorLock.Hold> tryHoldForPacking() throws IOException {
    return packing.tryAcquire();
  }

  /** When somebody last held it. */
  Instant usedAt() throws IOException {
    return Files.exists(sibling(".lock"))
        ? lock.takenAt()
        : Files.getLastModifiedTime(folder).toInstant();
  }

  /** Opens the mirror, making it first where there is none. Only while held. */
  Repository open(MirrorLabel label) throws IOException {
    if (distrusted) {
      drop();
    }
    if (!isThere()) {
      drop();
      create(label);
    }
    return opened();
  }

  /** Whether there is one to open. */
  boolean isThere() {
    return Files.isRegularFile(folder.resolve("config"));
  }

  /** Opens what is there. */
  Repository opened() throws IOException {
    return builder(folder).setMustExist(true).build();
  }

  /** Throws the copy away. Only while held; who still reads it keeps what it has open. */
  void drop() throws IOException {
    distrusted = false;
    if (Files.exists(folder)) {
      Path aside = Files.createTempDirectory(folder.getParent(), "dropped-");
      Files.move(folder, aside.resolve("mirror"));
      delete(aside);
    }
  }

  /** Throws away everything, its locks too. Only while held, and held for packing. */
  void remove() throws IOException {
    drop();
    packing.delete();
    lock.delete();
  }

  /** Notes that something in it could not be read; the next who opens it starts anew. */
  void distrust() {
    distrusted = true;
  }

  private MirrorLock.Hold tidied(MirrorLock.Hold hold) throws IOException {
    try {
      if (!tidied && Files.isDirectory(folder)) {
        removeWhatADeadProcessLeft();
      }
      return hold;
    } catch (IOException | RuntimeException e) {
      hold.close();
      throw e;
    }
  }

  /**
   * Everybody who changes the mirror holds it, so lock files found at first were left behind,
   * unless somebody packs it just now.
   */
  private void removeWhatADeadProcessLeft() throws IOException {
    Optional<MirrorLock.Hold> alone = packing.tryAcquire();
    if (alone.isEmpty()) {
      return;
    }
    try (MirrorLock.Hold _ = alone.get();
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Mirror::leftBehind).toList()) {
        LOG.info("removing {}, left behind by a process that was killed", file);
        Files.deleteIfExists(file);
      }
    }
    tidied = true;
  }

  private static boolean leftBehind(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && (name.endsWith(".lock")
            || name.startsWith("incoming_")
            || name.startsWith("incoming-")
            || name.equals("gc.pid"));
  }

  /** Made aside and moved into place, so that a half-made one is never taken for a mirror. */
  private void create(MirrorLabel label) throws IOException {
    Path parent = Files.createTempDirectory(folder.getParent(), "new-");
    Path fresh = parent.resolve("mirror");
    try (Repository repository = builder(fresh).build()) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      config.setBoolean("core", null, "logAllRefUpdates", false);
      config.setString("http", null, "followRedirects", "false");
      config.setInt("gc", null, "auto", 0);
      config.setBoolean("gc", null, "autoDetach", false);
      config.setInt("pack", null, "threads", 1);
      config.setBoolean("pack", null, "buildBitmaps", false);
      config.save();
    }
    label.write(fresh);
    delete(fresh.resolve("hooks"));
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(parent);
    tidied = true;
  }

  private Path sibling(String ending) {
    return folder.resolveSibling(folder.getFileName() + ending);
  }

  private static FileRepositoryBuilder builder(Path gitDir) {
    return new FileRepositoryBuilder().setGitDir(gitDir.toFile()).setBare();
  }

  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(tree)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
