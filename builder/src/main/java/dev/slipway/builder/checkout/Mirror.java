package dev.slipway.builder.checkout;

import dev.slipway.core.build.Cancellation;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bare copy of one repository on this machine's disk. It is a cache: whatever is wrong with it,
 * it can be dropped and fetched anew. Changed only while held; read by anybody at any time. Safe
 * for concurrent use, also by several processes.
 */
final class Mirror {
  private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
  private static final long PAUSE_MILLIS = 20;

  /** One pack comes with every push; JGit looks through all of them. */
  private static final int MOST_PACKS = 200;

  private final Path folder;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean distrusted;
  private boolean tidied;

  Mirror(Path folder) {
    this.folder = folder;
  }

  /** Waits until nobody else changes the mirror; closing the result lets others. */
  Hold hold(Cancellation cancellation) throws IOException, InterruptedException {
    while (!lock.tryLock(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
      cancellation.check();
    }
    try {
      FileChannel others = holdAmongProcesses(cancellation);
      return () -> {
        try {
          others.close();
        } finally {
          lock.unlock();
        }
      };
    } catch (IOException | InterruptedException | RuntimeException e) {
      lock.unlock();
      throw e;
    }
  }

  /** Opens the mirror, making it first where there is none. Only while held. */
  Repository open() throws IOException {
    if (distrusted) {
      drop();
    }
    if (!Files.isRegularFile(folder.resolve("config"))) {
      drop();
      create();
    }
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

  /** Notes that something in it could not be read; the next who opens it starts anew. */
  void distrust() {
    distrusted = true;
  }

  private FileChannel holdAmongProcesses(Cancellation cancellation)
      throws IOException, InterruptedException {
    Path file = folder.resolveSibling(folder.getFileName() + ".lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = channel.tryLock();
      while (held == null) {
        cancellation.check();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        held = channel.tryLock();
      }
      removeWhatADeadProcessLeft();
      return channel;
    } catch (IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Everybody who changes the mirror holds it, so lock files found at first were left behind. */
  private void removeWhatADeadProcessLeft() throws IOException {
    if (tidied || !Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
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
        && (name.endsWith(".lock") || name.startsWith("incoming_") || name.equals("gc.pid"));
  }

  /** Made aside and moved into place, so that a half-made one is never taken for a mirror. */
  private void create() throws IOException {
    Path parent = Files.createTempDirectory(folder.getParent(), "new-");
    Path fresh = parent.resolve("mirror");
    try (Repository repository = builder(fresh).build()) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      config.setBoolean("core", null, "logAllRefUpdates", false);
      config.setString("http", null, "followRedirects", "false");
      config.setInt("gc", null, "autoPackLimit", MOST_PACKS);
      config.setBoolean("gc", null, "autoDetach", false);
      config.setInt("pack", null, "threads", 1);
      config.save();
    }
    delete(fresh.resolve("hooks"));
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(parent);
    tidied = true;
  }

  private static FileRepositoryBuilder builder(Path gitDir) {
    File file = gitDir.toFile();
    return new FileRepositoryBuilder().setGitDir(file).setBare();
  }

  private static void delete(Path tree) throws IOException {
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

  /** The right to change the mirror. */
  interface Hold extends AutoCloseable {
    @Override
    void close() throws IOException;
  }
}
