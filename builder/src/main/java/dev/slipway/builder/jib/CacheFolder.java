package dev.slipway.builder.jib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that remembers what is expensive to work out again, by the digest of what it was worked
 * out of: nothing in it can be wrong for one build and right for another, so all builds share it,
 * those of forks too. What was not used for longest goes first. Safe for concurrent use, by several
 * processes as well.
 */
final class CacheFolder {
  private static final int SEAL = 32;

  private final Path folder;
  private final long limit;

  /**
   * Uses the folder, which is made when needed.
   *
   * @param limit how large it may be after {@link #trim}, in bytes
   */
  CacheFolder(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /** A folder beside it for files that do not outlive their build. */
  Path temporary() {
    return folder.resolve("tmp");
  }

  /**
   * What was remembered.
   *
   * @param kind of thing, the name of a folder
   * @param key hexadecimal digits
   */
  Optional<byte[]> get(String kind, String key) throws IOException {
    Path file = file(kind, key);
    try {
      byte[] sealed = Files.readAllBytes(file);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return opened(sealed);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Remembers it, whole or not at all. */
  void put(String kind, String key, byte[] bytes) throws IOException {
    Path file = file(kind, key);
    Files.createDirectories(file.getParent());
    Files.createDirectories(temporary());
    Path part = Files.createTempFile(temporary(), "cache-", ".part");
    Files.write(part, sealed(bytes));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** With its digest in front, so that a damaged file is no more than a forgotten one. */
  private static byte[] sealed(byte[] bytes) {
    byte[] seal = Sha256.begin().digest(bytes);
    byte[] sealed = Arrays.copyOf(seal, SEAL + bytes.length);
    System.arraycopy(bytes, 0, sealed, SEAL, bytes.length);
    return sealed;
  }

  private static Optional<byte[]> opened(byte[] sealed) {
    if (sealed.length < SEAL) {
      return Optional.empty();
    }
    byte[] bytes = Arrays.copyOfRange(sealed, SEAL, sealed.length);
    return Arrays.equals(Sha256.begin().digest(bytes), 0, SEAL, sealed, 0, SEAL)
        ? Optional.of(bytes)
        : Optional.empty();
  }

  /** Forgets the oldest until the rest fits, and what builds that died left behind. */
  void trim() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Kept> kept = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        look(file).ifPresent(kept::add);
      }
    }
    kept.sort(Comparator.comparing(Kept::used));
    long size = kept.stream().mapToLong(Kept::size).sum();
    Instant abandoned = Instant.now().minusSeconds(24 * 3600);
    for (Kept file : kept) {
      boolean ofABuild = file.path().startsWith(temporary());
      if (ofABuild ? file.used().isBefore(abandoned) : size > limit) {
        Files.deleteIfExists(file.path());
        size -= file.size();
      }
    }
  }

  /** Others may trim at the same time. */
  private static Optional<Kept> look(Path file) throws IOException {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return is.isRegularFile()
          ? Optional.of(new Kept(file, is.size(), is.lastModifiedTime().toInstant()))
          : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private record Kept(Path path, long size, Instant used) {}

  private Path file(String kind, String key) {
    return folder.resolve(kind).resolve(key.substring(0, 2)).resolve(key);
  }
}
