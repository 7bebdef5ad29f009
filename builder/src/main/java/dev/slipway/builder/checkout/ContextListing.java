package dev.slipway.builder.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what goes into an archive of a folder, before any of it is written: what the ignore
 * file leaves, submodules in their place, and which files are kept by Git LFS. For one use.
 */
final class ContextListing {
  static final String IGNORE_FILE = ".dockerignore";

  /** No path on Linux is longer, in bytes, and no name. */
  private static final int LONGEST_PATH = 4095;

  private static final int LONGEST_NAME = 255;

  /** Folders, and what is left out, count as well, but are allowed to be so many times more. */
  private static final int NAMES_PER_FILE = 10;

  /** So much of such a path is said, in characters. */
  private static final int SHOWN = 60;

  private final GitLimits limits;
  private final @Nullable String dockerfile;
  private final List<ContextEntry> entries = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();
  private IgnoreRules ignore = IgnoreRules.NONE;
  private long files;
  private long names;

  private ContextListing(GitLimits limits, @Nullable String dockerfile) {
    this.limits = limits;
    this.dockerfile = dockerfile;
  }

  /** What a build of that Dockerfile gets to see, its ignore file heeded. */
  static List<ContextEntry> ofContext(OpenTree.Place folder, String dockerfile, GitLimits limits)
      throws IOException {
    ContextListing listing =
        new ContextListing(limits, TreePath.normal(dockerfile).orElse(dockerfile));
    listing.ignore = listing.ignoreRules(folder);
    return listing.listed(folder);
  }

  /** Everything. */
  static List<ContextEntry> ofAll(OpenTree tree, GitLimits limits) throws IOException {
    return new ContextListing(limits, null).listed(tree.place());
  }

  private List<ContextEntry> listed(OpenTree.Place folder) throws IOException {
    list(folder, "");
    return entries;
  }

  /**
   * Lists one repository's part.
   *
   * @param at where it is in the archive
   */
  private void list(OpenTree.Place folder, String at) throws IOException {
    LfsAttributes attributes = new LfsAttributes(folder.in());
    findAttributesAbove(folder, attributes);
    int first = entries.size();
    try (TreeWalk walk = new TreeWalk(folder.in().reader())) {
      walk.addTree(folder.id());
      while (walk.next()) {
        countName();
        String below = walk.getPathString();
        String own = TreePath.join(folder.path(), below);
        if (isAttributes(walk)) {
          attributes.found(TreePath.parent(own), walk.getObjectId(0));
        }
        String path = safe(TreePath.join(at, below), walk.getNameString());
        listEntry(walk, folder.in(), own, path);
      }
    }
    for (int i = first; i < entries.size(); i++) {
      if (entries.get(i) instanceof ContextEntry.File file && file.in() == folder.in()) {
        String below = at.isEmpty() ? file.path() : file.path().substring(at.length() + 1);
        if (attributes.apply(TreePath.join(folder.path(), below))) {
          entries.set(i, file.with(pointer(file)));
        }
      }
    }
  }

  /**
   * Lists what the walk is at.
   *
   * @param own its path within its repository
   * @param path in the archive
   */
  private void listEntry(TreeWalk walk, OpenTree in, String own, String path) throws IOException {
    boolean ignored = ignore.excludes(path);
    if (FileMode.TREE.equals(walk.getRawMode(0))) {
      if (!ignored) {
        addFolder(path);
      }
      if (!ignored || ignore.mayIncludeAgain() || holdsWhatIsKept(path)) {
        walk.enterSubtree();
      }
    } else if (FileMode.GITLINK.equals(walk.getRawMode(0))) {
      if (!ignored) {
        addFolder(path);
      }
      if (!ignored || ignore.mayIncludeUnder(path) || holdsWhatIsKept(path)) {
        OpenTree submodule = in.submodule(own, walk.getObjectId(0));
        list(submodule.place(), path);
      }
    } else if (!ignored || isKept(path)) {
      addFolder(TreePath.parent(path));
      add(leaf(walk, in, path));
    }
  }

  /** A tree may hold one folder a billion times over, and be no larger for it. */
  private void countName() throws IOException {
    if (++names > NAMES_PER_FILE * limits.contextFiles()) {
      throw tooLarge("more than " + NAMES_PER_FILE * limits.contextFiles() + " names");
    }
  }

  private static ContextEntry leaf(TreeWalk walk, OpenTree in, String path) {
    int mode = walk.getRawMode(0);
    ObjectId blob = walk.getObjectId(0);
    return FileMode.SYMLINK.equals(mode)
        ? new ContextEntry.Link(path, in, blob)
        : new ContextEntry.File(path, in, blob, FileMode.EXECUTABLE_FILE.equals(mode), null);
  }

  private void add(ContextEntry entry) throws IOException {
    if (++files > limits.contextFiles()) {
      throw tooLarge("more than " + limits.contextFiles() + " files, the last was " + entry.path());
    }
    if (!paths.add(entry.path())) {
      throw ContextRefusedException.of(
          entry.path(),
          "is there twice, under names that only differ in their encoding",
          "give one of the two another name, in UTF-8");
    }
    entries.add(entry);
  }

  private void addFolder(String path) {
    if (path.isEmpty() || !paths.add(path + "/")) {
      return;
    }
    addFolder(TreePath.parent(path));
    entries.add(new ContextEntry.Folder(path));
  }

  private static @Nullable LfsPointer pointer(ContextEntry.File file) throws IOException {
    ObjectLoader blob = file.in().reader().open(file.blob(), Constants.OBJ_BLOB);
    return blob.getSize() > LfsPointer.LARGEST
        ? null
        : LfsPointer.parse(blob.getCachedBytes()).orElse(null);
  }

  /** What the folders above say also counts for what is in this one. */
  private static void findAttributesAbove(OpenTree.Place folder, LfsAttributes attributes)
      throws IOException {
    for (String above = folder.path(); !above.isEmpty(); ) {
      above = TreePath.parent(above);
      Optional<OpenTree.Place> file = folder.in().find(TreePath.join(above, LfsAttributes.FILE));
      if (file.isPresent() && file.get().isFile()) {
        attributes.found(above, file.get().id());
      }
    }
  }

  private static boolean isAttributes(TreeWalk walk) {
    return walk.getNameString().equals(LfsAttributes.FILE)
        && FileMode.REGULAR_FILE.equals(walk.getRawMode(0));
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
    if (bytes(name) > LONGEST_NAME || bytes(path) > LONGEST_PATH) {
      throw ContextRefusedException.of(
          path.substring(0, Math.min(path.length(), SHOWN)) + "...",
          "is longer than any path on Linux can be",
          "use names of at most 255 and paths of at most 4095 bytes");
    }
    return path;
  }

  private static int bytes(String text) {
    // no character takes more than three bytes, so most need not be encoded to know
    return text.length() * 3 <= LONGEST_NAME
        ? text.length()
        : text.getBytes(StandardCharsets.UTF_8).length;
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
  private IgnoreRules ignoreRules(OpenTree.Place folder) throws IOException {
    for (String file : List.of(dockerfile + IGNORE_FILE, IGNORE_FILE)) {
      Optional<OpenTree.Place> there = folder.in().find(TreePath.join(folder.path(), file));
      if (there.isPresent() && there.get().isFile()) {
        Optional<String> text = there.get().in().text(there.get().id(), IgnoreRules.LARGEST);
        if (text.isEmpty()) {
          throw ContextRefusedException.of(
              file, "is larger than " + IgnoreRules.LARGEST + " bytes", "shorten it");
        }
        return IgnoreRules.parse(file, text.get());
      }
    }
    return IgnoreRules.NONE;
  }
}
