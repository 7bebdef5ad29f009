package dev.slipway.builder.checkout;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The large files of one repository on this machine's disk, by the SHA-256 of their content. Files
 * are put in place whole, and only after their content was seen to be right. Safe for concurrent
 * use, also by several processes.
 */
final class LfsCache {
  /** So much is kept, the files used last; more only while a build needs it. */
  static final long LARGEST = 8L << 30;

  private static final Logger LOG = LoggerFactory.getLogger(LfsCache.class);

  /** Longer than the archive that a file is written to may take. */
  private static final Duration IN_USE = Duration.ofHours(6);

  private final Path folder;
  private final long largest;

  LfsCache(Path folder) {
    this(folder, LARGEST);
  }

  LfsCache(Path folder, long largest) {
    this.folder = folder;
    this.largest = largest;
  }

  /** The content, when it is there. */
  Optional<Path> find(LfsPointer pointer) throws IOException {
    Path file = file(pointer);
    try {
      if (Files.size(file) == pointer.size()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return Optional.of(file);
      }
    } catch (NoSuchFileException _) {
      // not here
    }
    return Optional.empty();
  }

  /**
   * Keeps what a server sent.
   *
   * @return empty when that is not the content that the pointer names
   */
  Optional<Path> keep(LfsPointer pointer, InputStream sent) throws IOException {
    Path file = file(pointer);
    Files.createDirectories(file.resolveSibling("."));
    Path fresh = Files.createTempFile(folder, "incoming_", "");
    try {
      if (!isRight(pointer, sent, fresh)) {
        return Optional.empty();
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Deletes the files that were not used for longest, until the others are within the bound. */
  void shrink() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Kept> kept = new ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        kept.add(new Kept(file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
      }
      kept.sort(Comparator.comparing(Kept::usedAt));
      long total = kept.stream().mapToLong(Kept::size).sum();
      Instant inUse = Instant.now().minus(IN_USE);
      for (Kept file : kept) {
        if (total > largest && file.usedAt().isBefore(inUse)) {
          Files.deleteIfExists(file.path());
          total -= file.size();
        }
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.warn("the large files in {} cannot be tidied", folder, e);
    }
  }

  /** One byte more than there should be is read, and no further. */
  private static boolean isRight(LfsPointer pointer, InputStream sent, Path to) throws IOException {
    MessageDigest sha256 = Digests.sha256();
    long size = 0;
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(to);
        InputStream in = new DigestInputStream(sent, sha256)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        size += read;
        if (size > pointer.size()) {
          return false;
        }
        out.write(buffer, 0, read);
      }
    }
    return size == pointer.size()
        && HexFormat.of().formatHex(sha256.digest()).equals(pointer.oid());
  }

  private Path file(LfsPointer pointer) {
    String oid = pointer.oid();
    return folder.resolve(oid.substring(0, 2)).resolve(oid);
  }

  private record Kept(Path path, long size, Instant usedAt) {}
}
