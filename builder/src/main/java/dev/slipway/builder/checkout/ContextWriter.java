package dev.slipway.builder.checkout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectLoader;

/**
 * Writes a listing as a tar archive. The same tree gives the same bytes each time, so that the
 * engine finds what it has built before. For one use.
 */
final class ContextWriter {
  /** The earliest that a zip made during the build can hold as well. */
  private static final FileTime TIME = FileTime.from(Instant.parse("1980-01-02T00:00:00Z"));

  private static final int LONGEST_TARGET = 4095;

  private final List<ContextEntry> entries;
  private final GitLimits limits;
  private final Map<String, Path> largeFiles = new HashMap<>();
  private long bytes;

  /** Writes those entries; a link that leads out of the archive is refused. */
  ContextWriter(List<ContextEntry> entries, GitLimits limits) {
    this.entries = entries;
    this.limits = limits;
  }

  void write(OutputStream out) throws IOException {
    bringLargeFiles();
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    for (ContextEntry entry : entries) {
      switch (entry) {
        case ContextEntry.Folder(String path) -> {
          put(tar, new TarArchiveEntry(path + "/", TarConstants.LF_DIR), 0755);
          tar.closeArchiveEntry();
        }
        case ContextEntry.Link link -> writeLink(tar, link);
        case ContextEntry.File file when file.pointer() != null -> writeLarge(tar, file);
        case ContextEntry.File file -> writeFile(tar, file);
      }
    }
    tar.finish();
    tar.flush();
  }

  /** All at once and before anything is written: the archive must say how long each file is. */
  private void bringLargeFiles() throws IOException {
    Map<OpenTree, Map<String, LfsPointer>> wanted = new LinkedHashMap<>();
    for (ContextEntry entry : entries) {
      if (entry instanceof ContextEntry.File file && file.pointer() != null) {
        count(file.pointer().size());
        wanted
            .computeIfAbsent(file.in(), _ -> new LinkedHashMap<>())
            .putIfAbsent(file.path(), file.pointer());
      }
    }
    for (var tree : wanted.entrySet()) {
      largeFiles.putAll(tree.getKey().elsewhere().largeFiles(tree.getValue()));
    }
  }

  private void writeLarge(TarArchiveOutputStream tar, ContextEntry.File file) throws IOException {
    LfsPointer pointer = Objects.requireNonNull(file.pointer());
    Path content = Objects.requireNonNull(largeFiles.get(pointer.oid()), file.path());
    putFile(tar, file, pointer.size());
    Files.copy(content, tar);
    tar.closeArchiveEntry();
  }

  private void writeFile(TarArchiveOutputStream tar, ContextEntry.File file) throws IOException {
    ObjectLoader content = file.in().reader().open(file.blob(), Constants.OBJ_BLOB);
    count(content.getSize());
    putFile(tar, file, content.getSize());
    content.copyTo(tar);
    tar.closeArchiveEntry();
  }

  private void count(long size) throws IOException {
    bytes += size;
    if (bytes > limits.contextBytes()) {
      throw ContextRefusedException.of(
          "the build context",
          "is too large: more than " + (limits.contextBytes() >> 20) + " MB in files",
          "list what the image does not need in " + ContextListing.IGNORE_FILE);
    }
  }

  private void writeLink(TarArchiveOutputStream tar, ContextEntry.Link link) throws IOException {
    String target = target(link);
    if (TreePath.linked(link.path(), target).isEmpty()) {
      throw ContextRefusedException.of(
          link.path(),
          "is a link to " + target + ", which leads out of the build context",
          "link to something inside by a relative path, or list the link in "
              + ContextListing.IGNORE_FILE);
    }
    TarArchiveEntry entry = new TarArchiveEntry(link.path(), TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    put(tar, entry, 0777);
    tar.closeArchiveEntry();
  }

  private static String target(ContextEntry.Link link) throws IOException {
    String target = link.in().text(link.blob(), LONGEST_TARGET).orElse("");
    if (!target.isEmpty() && target.indexOf('\0') < 0) {
      return target;
    }
    throw ContextRefusedException.of(
        link.path(),
        "is a link whose target no file system could hold",
        "make it anew with `ln -s`, or remove it");
  }

  private static void putFile(TarArchiveOutputStream tar, ContextEntry.File file, long size)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(file.path(), TarConstants.LF_NORMAL);
    entry.setSize(size);
    put(tar, entry, file.executable() ? 0755 : 0644);
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode)
      throws IOException {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setLastModifiedTime(TIME);
    tar.putArchiveEntry(entry);
  }
}
