package dev.slipway.builder.jib;

import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tree that a test writes down, and that is handed out as a commit's tree is. */
class WrittenTree implements Checkout {
  private static final FileTime TIME = FileTime.from(Instant.parse("1980-01-02T00:00:00Z"));

  private final TreeMap<String, Written> entries = new TreeMap<>();
  private boolean nameless;
  private int timesRead;

  // Never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Written(int mode, byte[] bytes, String target) {}

  WrittenTree file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8), 0644);
  }

  WrittenTree file(String path, byte[] bytes, int mode) {
    entries.put(path, new Written(mode, bytes, ""));
    return this;
  }

  WrittenTree link(String path, String target) {
    entries.put(path, new Written(0777, new byte[0], target));
    return this;
  }

  WrittenTree dockerfile(String... lines) {
    return file("Dockerfile", String.join("\n", lines) + "\n");
  }

  /** From now on it has no fingerprint, as the tree that steps leave has none. */
  WrittenTree nameless() {
    nameless = true;
    return this;
  }

  int timesRead() {
    return timesRead;
  }

  @Override
  public CommitSha commit() {
    return new CommitSha("cd".repeat(20));
  }

  @Override
  public Optional<byte[]> file(String path, int limit) {
    return Optional.ofNullable(entries.get(path)).map(Written::bytes);
  }

  @Override
  public boolean hasFolder(String path) {
    return entries.keySet().stream().anyMatch(entry -> entry.startsWith(path + "/"));
  }

  @Override
  public Optional<String> fingerprint(String folder) throws IOException {
    if (nameless) {
      return Optional.empty();
    }
    var bytes = new ByteArrayOutputStream();
    write(bytes);
    return Optional.of(Sha256.hex(bytes.toByteArray()));
  }

  @Override
  public void writeContext(String folder, String dockerfile, OutputStream out) throws IOException {
    timesRead++;
    write(out);
  }

  @Override
  public void writeTree(OutputStream out) throws IOException {
    write(out);
  }

  private void write(OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    Set<String> folders = new HashSet<>();
    for (var entry : entries.entrySet()) {
      for (int at = entry.getKey().indexOf('/');
          at >= 0;
          at = entry.getKey().indexOf('/', at + 1)) {
        String folder = entry.getKey().substring(0, at + 1);
        if (folders.add(folder)) {
          put(tar, new TarArchiveEntry(folder, TarConstants.LF_DIR), 0755);
          tar.closeArchiveEntry();
        }
      }
      Written written = entry.getValue();
      boolean link = !written.target().isEmpty();
      TarArchiveEntry header =
          new TarArchiveEntry(
              entry.getKey(), link ? TarConstants.LF_SYMLINK : TarConstants.LF_NORMAL);
      header.setLinkName(written.target());
      header.setSize(written.bytes().length);
      put(tar, header, written.mode());
      tar.write(written.bytes());
      tar.closeArchiveEntry();
    }
    tar.finish();
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode)
      throws IOException {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setLastModifiedTime(TIME);
    tar.putArchiveEntry(entry);
  }

  @Override
  public ChangedPaths changedSince(CommitSha base) {
    return new ChangedPaths.Unknown("a written tree has no history");
  }

  @Override
  public Optional<CommitSha> mergeBase(GitRef branch) {
    return Optional.empty();
  }

  @Override
  public void close() {
    // It is the test's.
  }
}
