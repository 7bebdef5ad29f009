package dev.slipway.webhook;

import dev.slipway.core.delivery.Delivery;
import dev.slipway.core.delivery.DeliveryId;
import dev.slipway.core.source.RepositoryId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of deliveries that nothing else has kept yet, each a file of its own whose name gives
 * the order. A file that is there is whole and on disk: it is written under another name, synced
 * and renamed, and then the folder is synced. Files that cannot be read are moved to the folder
 * {@code unreadable} inside. One process at a time uses the folder; safe for concurrent use in it.
 */
final class Spool {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final String SUFFIX = ".delivery";
  private static final String UNFINISHED = ".unfinished";

  private final Path folder;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final Map<RepositoryId, Map<String, DeliveryId>> waiting = new HashMap<>();
  private long bytes;
  private long next;

  private Spool(Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /**
   * Opens the folder, made where it is not there, with what an earlier run left in it.
   *
   * @param mostBytes how large all files together may become
   */
  static Spool open(Path folder, long mostBytes) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Spool spool = new Spool(folder, mostBytes);
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found = files.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : found) {
      spool.find(file);
    }
    return spool;
  }

  private void find(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(UNFINISHED)) {
      Files.delete(file); // nobody was told that it is kept
      return;
    }
    next = Math.max(next, numberIn(name) + 1);
    try {
      SpoolFile.Header header = SpoolFile.readHeader(file);
      insert(new Entry(file, Files.size(file), header));
    } catch (IOException e) {
      warnOf(setAside(file), e);
    }
  }

  private static long numberIn(String name) {
    String digits = name.replaceFirst("\\D.*", "");
    return digits.isEmpty() || digits.length() > 18 ? 0 : Long.parseLong(digits);
  }

  /**
   * Keeps a delivery. It is on disk when this returns.
   *
   * @param delivery without credentials
   * @throws IOException when it is not kept: the disk or the folder's share of it is full
   */
  Kept add(Delivery delivery) throws IOException {
    byte[] content = SpoolFile.write(delivery);
    String name;
    lock.lock();
    try {
      DeliveryId before =
          waiting.getOrDefault(delivery.repositoryId(), Map.of()).get(delivery.forgeDeliveryId());
      if (before != null) {
        return new Kept(before, true);
      }
      if (bytes + content.length > mostBytes) {
        throw new IOException(
            "%s holds %d bytes and may hold %d; deliveries are taken from it when the store is back"
                .formatted(folder, bytes, mostBytes));
      }
      bytes += content.length;
      name = "%018d-%s".formatted(next++, delivery.id());
    } finally {
      lock.unlock();
    }
    try {
      Path file = write(name, content);
      locked(() -> insert(new Entry(file, content.length, SpoolFile.Header.of(delivery))));
    } finally {
      locked(() -> bytes -= content.length); // inserting has counted it
    }
    return new Kept(delivery.id(), false);
  }

  private Path write(String name, byte[] content) throws IOException {
    Path unfinished = folder.resolve(name + UNFINISHED);
    Path file = folder.resolve(name + SUFFIX);
    try {
      SpoolFile.sync(unfinished, content);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
      return file;
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private void syncFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Whether a delivery of that repository is here. */
  boolean holds(RepositoryId repository) {
    lock.lock();
    try {
      return waiting.containsKey(repository);
    } finally {
      lock.unlock();
    }
  }

  /** The one that came first of those that are here. */
  Optional<Entry> first() {
    lock.lock();
    try {
      return Optional.ofNullable(entries.firstEntry()).map(Map.Entry::getValue);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads it.
   *
   * @throws IOException when it cannot be read, or is not what was written
   */
  Delivery read(Entry entry) throws IOException {
    return SpoolFile.read(entry.file());
  }

  /** Deletes it; something else keeps it now. */
  void remove(Entry entry) {
    try {
      Files.delete(entry.file());
    } catch (NoSuchFileException _) {
      // gone is gone
    } catch (IOException e) {
      LOG.warn("{} is kept elsewhere and cannot be deleted; delete it", entry.file(), e);
    }
    locked(() -> forget(entry));
  }

  /** Moves it out of the way; returns where it is now. */
  Path setAside(Entry entry) {
    locked(() -> forget(entry));
    return setAside(entry.file());
  }

  private Path setAside(Path file) {
    Path aside = folder.resolve("unreadable").resolve(file.getFileName());
    try {
      Files.createDirectories(folder.resolve("unreadable"));
      return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be moved out of the way; move it to {}", file, aside, e);
      return file;
    }
  }

  static void warnOf(Path file, Exception why) {
    LOG.warn("{} is no delivery that can be stored; it was set aside for a look", file, why);
  }

  private void insert(Entry entry) {
    entries.put(entry.file().getFileName().toString(), entry);
    waiting
        .computeIfAbsent(entry.header().repositoryId(), _ -> new HashMap<>())
        .put(entry.header().forgeDeliveryId(), entry.header().id());
    bytes += entry.size();
  }

  private void forget(Entry entry) {
    entries.remove(entry.file().getFileName().toString());
    waiting.computeIfPresent(
        entry.header().repositoryId(),
        (_, ids) -> {
          ids.remove(entry.header().forgeDeliveryId());
          return ids.isEmpty() ? null : ids;
        });
    bytes -= entry.size();
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  /** A delivery that is here. */
  record Entry(Path file, long size, SpoolFile.Header header) {}

  /**
   * What {@link #add} did.
   *
   * @param id of the delivery that is here; another than the one given when {@code before}
   * @param before whether the forge's delivery was here already
   */
  record Kept(DeliveryId id, boolean before) {}
}
