package dev.slipway.builder.checkout;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A build context being written: owners, times and modes say nothing but whether a file can be
 * executed, so that the same content gives the same bytes each time and the engine finds what it
 * has built before. Refuses what could reach beyond the context, or is too much. Used by one
 * thread.
 */
public final class ContextTar {
  /** The earliest that a zip made during the build can hold as well. */
  private static final FileTime TIME = FileTime.from(Instant.parse("1980-01-02T00:00:00Z"));

  private final TarArchiveOutputStream tar;
  private final GitLimits limits;
  private final Set<String> folders = new HashSet<>();
  private long files;
  private long bytes;

  /** Begins an archive; the stream is left open at its end. */
  public ContextTar(OutputStream out, GitLimits limits) {
    this.limits = limits;
    tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  /** Adds a folder, and those above it, where they are not there yet. */
  public void folder(String path) throws IOException {
    if (path.isEmpty() || !folders.add(path)) {
      return;
    }
    folder(TreePath.parent(path));
    count(path);
    put(new TarArchiveEntry(path + "/", TarConstants.LF_DIR), 0755);
    tar.closeArchiveEntry();
  }

  /**
   * Adds a file.
   *
   * @param content that many bytes; left open
   */
  public void file(String path, long size, boolean executable, InputStream content)
      throws IOException {
    content.transferTo(begin(path, size, executable));
    end();
  }

  /** Adds a link to something else in the context. */
  public void link(String path, String target) throws IOException {
    if (TreePath.linked(path, target).isEmpty()) {
      throw ContextRefusedException.of(
          path,
          "is a link to " + target + ", which leads out of the build context",
          "link to something inside by a relative path, or list the link in .dockerignore");
    }
    folder(TreePath.parent(path));
    count(path);
    TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    put(entry, 0777);
    tar.closeArchiveEntry();
  }

  /**
   * Begins a file, whose bytes are to be written next, and then {@link #end} to be called.
   *
   * @param size how many bytes
   */
  OutputStream begin(String path, long size, boolean executable) throws IOException {
    folder(TreePath.parent(path));
    count(path);
    bytes += size;
    if (bytes > limits.contextBytes()) {
      throw tooLarge(limits);
    }
    TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_NORMAL);
    entry.setSize(size);
    put(entry, executable ? 0755 : 0644);
    return tar;
  }

  void end() throws IOException {
    tar.closeArchiveEntry();
  }

  /** Ends the archive. */
  public void finish() throws IOException {
    tar.finish();
    tar.flush();
  }

  private void put(TarArchiveEntry entry, int mode) throws IOException {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setLastModifiedTime(TIME);
    tar.putArchiveEntry(entry);
  }

  private void count(String path) throws IOException {
    if (++files > limits.contextFiles()) {
      throw tooLarge("more than " + limits.contextFiles() + " files, the last was " + path);
    }
  }

  /** More bytes than are allowed. */
  static ContextRefusedException tooLarge(GitLimits limits) {
    return tooLarge("more than " + (limits.contextBytes() >> 20) + " MB in files");
  }

  private static ContextRefusedException tooLarge(String how) {
    return ContextRefusedException.of(
        "the build context",
        "is too large: " + how,
        "list what the image does not need in .dockerignore");
  }
}
