package dev.slipway.builder.checkout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * Writes one folder of a commit as a build context, or all of it. The same tree gives the same
 * bytes each time, so that the engine finds what it has built before. Submodules are left out.
 */
final class ContextWriter {
  /** The earliest that a zip made during the build can hold as well. */
  private static final FileTime TIME = FileTime.from(Instant.parse("1980-01-02T00:00:00Z"));

  private static final int LONGEST_TARGET = 4096;
  private static final String IGNORE_FILE = ".dockerignore";

  private final ObjectReader reader;
  private final GitLimits limits;
  private final ObjectId root;
  private final @Nullable String dockerfile;
  private final Set<String> foldersWritten = new HashSet<>();
  private long files;
  private long bytes;

  private ContextWriter(
      ObjectReader reader, GitLimits limits, ObjectId root, @Nullable String dockerfile) {
    this.reader = reader;
    this.limits = limits;
    this.root = root;
    this.dockerfile = dockerfile;
  }

  /** What a build of that Dockerfile gets to see, its ignore file heeded. */
  static ContextWriter ofContext(
      ObjectReader reader, GitLimits limits, ObjectId root, String dockerfile) {
    return new ContextWriter(reader, limits, root, TreePath.normal(dockerfile).orElse(dockerfile));
  }

  /** Everything. */
  static ContextWriter ofAll(ObjectReader reader, GitLimits limits, ObjectId root) {
    return new ContextWriter(reader, limits, root, null);
  }

  void write(OutputStream out) throws IOException {
    IgnoreRules ignore = ignoreRules();
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(root);
      while (walk.next()) {
        writeEntry(tar, walk, ignore);
      }
    }
    tar.finish();
    tar.flush();
  }

  private void writeEntry(TarArchiveOutputStream tar, TreeWalk walk, IgnoreRules ignore)
      throws IOException {
    String path = safe(walk.getPathString(), walk.getNameString());
    int mode = walk.getRawMode(0);
    boolean ignored = ignore.excludes(path);
    if (FileMode.TREE.equals(mode)) {
      if (!ignored) {
        writeFolder(tar, path);
      }
      if (!ignored || ignore.mayIncludeAgain() || holdsWhatIsKept(path)) {
        walk.enterSubtree();
      }
    } else if (!FileMode.GITLINK.equals(mode) && (!ignored || isKept(path))) {
      count(path);
      writeFolder(tar, TreePath.parent(path));
      if (FileMode.SYMLINK.equals(mode)) {
        writeLink(tar, path, walk.getObjectId(0));
      } else {
        writeFile(tar, path, walk.getObjectId(0), FileMode.EXECUTABLE_FILE.equals(mode));
      }
    }
  }

  private void writeFolder(TarArchiveOutputStream tar, String path) throws IOException {
    if (path.isEmpty() || !foldersWritten.add(path)) {
      return;
    }
    writeFolder(tar, TreePath.parent(path));
    put(tar, new TarArchiveEntry(path + "/", TarConstants.LF_DIR), 0755);
    tar.closeArchiveEntry();
  }

  private void writeFile(TarArchiveOutputStream tar, String path, ObjectId blob, boolean executable)
      throws IOException {
    ObjectLoader content = reader.open(blob, Constants.OBJ_BLOB);
    bytes += content.getSize();
    if (bytes > limits.contextBytes()) {
      throw tooLarge("more than " + (limits.contextBytes() >> 20) + " MB in files");
    }
    TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_NORMAL);
    entry.setSize(content.getSize());
    put(tar, entry, executable ? 0755 : 0644);
    content.copyTo(tar);
    tar.closeArchiveEntry();
  }

  private void writeLink(TarArchiveOutputStream tar, String path, ObjectId blob)
      throws IOException {
    ObjectLoader content = reader.open(blob, Constants.OBJ_BLOB);
    String target = new String(content.getBytes(LONGEST_TARGET), StandardCharsets.UTF_8);
    if (TreePath.linked(path, target).isEmpty()) {
      throw ContextRefusedException.of(
          path,
          "is a link to " + target + ", which leads out of the build context",
          "link to something inside by a relative path, or list the link in " + IGNORE_FILE);
    }
    TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    put(tar, entry, 0777);
    tar.closeArchiveEntry();
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode)
      throws IOException {
    entry.setMode(mode);
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setLastModifiedTime(TIME);
    tar.putArchiveEntry(entry);
  }

  /** git refuses such names too, but only where it is asked to look. */
  private static String safe(String path, String name) throws IOException {
    boolean dangerous =
        name.isEmpty()
            || name.equals(".")
            || name.equals("..")
            || name.equalsIgnoreCase(".git")
            || name.indexOf('/') >= 0
            || name.indexOf('\0') >= 0;
    if (dangerous) {
      throw ContextRefusedException.of(
          "\"" + path + "\"",
          "is a name that no file of a repository can have",
          "rewrite the commit that brought it in");
    }
    return path;
  }

  private void count(String path) throws IOException {
    if (++files > limits.contextFiles()) {
      throw tooLarge("more than " + limits.contextFiles() + " files, the last was " + path);
    }
  }

  private static ContextRefusedException tooLarge(String how) {
    return ContextRefusedException.of(
        "the build context",
        "is too large: " + how,
        "list what the image does not need in " + IGNORE_FILE);
  }

  private boolean isKept(String path) {
    return dockerfile == null
        || path.equals(dockerfile)
        || path.equals(IGNORE_FILE)
        || path.equals(dockerfile + IGNORE_FILE);
  }

  private boolean holdsWhatIsKept(String folder) {
    return dockerfile != null && dockerfile.startsWith(folder + "/");
  }

  /** As BuildKit does: a Dockerfile's own ignore file counts instead of the folder's. */
  private IgnoreRules ignoreRules() throws IOException {
    if (dockerfile == null) {
      return IgnoreRules.NONE;
    }
    for (String file : List.of(dockerfile + IGNORE_FILE, IGNORE_FILE)) {
      try (TreeWalk walk = TreeWalk.forPath(reader, file, root)) {
        if (walk != null && walk.getFileMode(0).getObjectType() == Constants.OBJ_BLOB) {
          ObjectLoader content = reader.open(walk.getObjectId(0), Constants.OBJ_BLOB);
          byte[] text = content.getBytes(IgnoreRules.LARGEST);
          return IgnoreRules.parse(file, new String(text, StandardCharsets.UTF_8));
        }
      } catch (org.eclipse.jgit.errors.LargeObjectException _) {
        throw ContextRefusedException.of(
            file, "is larger than " + IgnoreRules.LARGEST + " bytes", "shorten it");
      }
    }
    return IgnoreRules.NONE;
  }
}
