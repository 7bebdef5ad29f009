package dev.slipway.builder.steps;

import dev.slipway.core.build.ChangedPaths;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The tree of a commit, from a map of paths to texts. */
class MapTree implements Checkout {
  private final Map<String, String> files;

  MapTree(Map<String, String> files) {
    this.files = new TreeMap<>(files);
  }

  @Override
  public CommitSha commit() {
    return new CommitSha("ab".repeat(20));
  }

  @Override
  public Optional<byte[]> file(String path, int limit) {
    return Optional.ofNullable(files.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean hasFolder(String path) {
    return path.isEmpty() || files.keySet().stream().anyMatch(file -> file.startsWith(path + "/"));
  }

  @Override
  public void writeContext(String folder, String dockerfile, OutputStream tar) throws IOException {
    writeTree(tar);
  }

  @Override
  public void writeTree(OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
      entry.setSize(content.length);
      entry.setMode(file.getKey().endsWith(".sh") ? 0755 : 0644);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    tar.finish();
  }

  @Override
  public ChangedPaths changedSince(CommitSha base) {
    return new ChangedPaths.Unknown("a map has no history");
  }

  @Override
  public Optional<CommitSha> mergeBase(GitRef branch) {
    return Optional.of(new CommitSha("cd".repeat(20)));
  }

  @Override
  public void close() {
    throw new AssertionError("closed by whom it does not belong to");
  }
}
