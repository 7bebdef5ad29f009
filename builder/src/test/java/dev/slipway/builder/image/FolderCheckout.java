package dev.slipway.builder.image;

import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A folder of the test that stands for a commit's tree. */
public class FolderCheckout implements Checkout {
  private final Path root;

  /** The tree that is in that folder. */
  public FolderCheckout(Path root) {
    this.root = root;
  }

  /** A tree with one file. */
  static FolderCheckout with(Path root, String file, String... lines) throws IOException {
    Files.write(root.resolve(file), List.of(lines));
    return new FolderCheckout(root);
  }

  @Override
  public CommitSha commit() {
    return new CommitSha("ab".repeat(20));
  }

  @Override
  public Optional<byte[]> file(String path, int limit) throws IOException {
    Path file = root.resolve(path);
    return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  @Override
  public boolean hasFolder(String path) {
    return Files.isDirectory(root.resolve(path));
  }

  @Override
  public void writeTree(OutputStream tar) throws IOException {
    writeContext("", "Dockerfile", tar);
  }

  @Override
  public void writeContext(String folder, String dockerfile, OutputStream tar) throws IOException {
    Path context = root.resolve(folder);
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(tar);
        Stream<Path> files = Files.walk(context)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        TarArchiveEntry entry = new TarArchiveEntry(context.relativize(file).toString());
        entry.setSize(Files.size(file));
        entry.setLastModifiedTime(FileTime.from(Instant.EPOCH));
        out.putArchiveEntry(entry);
        Files.copy(file, out);
        out.closeArchiveEntry();
      }
    }
  }

  @Override
  public ChangedPaths changedSince(CommitSha base) {
    return new ChangedPaths.Unknown("a folder has no history");
  }

  @Override
  public Optional<CommitSha> mergeBase(GitRef branch) {
    return Optional.empty();
  }

  @Override
  public void close() {
    // The folder is the test's.
  }
}
