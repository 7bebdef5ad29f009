package dev.slipway.builder.checkout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The tree of one commit of one repository, with the trees of its submodules as far as somebody
 * looked into them. Used by one thread at a time.
 */
final class OpenTree implements AutoCloseable {
  static final String SUBMODULES = ".gitmodules";

  /** The largest {@code .gitmodules} that is read, in bytes. */
  private static final int LARGEST_LIST = 1 << 18;

  private final Repository repository;
  private final ObjectReader reader;
  private final ObjectId root;
  private final Elsewhere elsewhere;
  private final Runnable onDamage;
  private final Map<String, OpenTree> submodules = new HashMap<>();
  private @Nullable Map<String, String> urls;

  /**
   * Takes over the repository, which is closed with this.
   *
   * @param onDamage called when an object cannot be read
   */
  OpenTree(Repository repository, ObjectId root, Elsewhere elsewhere, Runnable onDamage) {
    this.repository = repository;
    this.reader = repository.newObjectReader();
    this.root = root;
    this.elsewhere = elsewhere;
    this.onDamage = onDamage;
  }

  Repository repository() {
    return repository;
  }

  ObjectReader reader() {
    return reader;
  }

  /** The whole of it. */
  Place place() {
    return new Place(this, "", FileMode.TREE.getBits(), root);
  }

  Elsewhere elsewhere() {
    return elsewhere;
  }

  /** Notes that an object could not be read, here or in a submodule. */
  void damaged() {
    onDamage.run();
    submodules.values().forEach(OpenTree::damaged);
  }

  /** What is at that path, in whichever submodule that leads to; links are not followed. */
  Optional<Place> find(String path) throws IOException {
    if (path.isEmpty()) {
      return Optional.of(place());
    }
    try (TreeWalk walk = TreeWalk.forPath(reader, path, root)) {
      if (walk != null && !FileMode.GITLINK.equals(walk.getRawMode(0))) {
        return Optional.of(new Place(this, path, walk.getRawMode(0), walk.getObjectId(0)));
      }
    }
    return findInSubmodule(path);
  }

  private Optional<Place> findInSubmodule(String path) throws IOException {
    for (String above = path; !above.isEmpty(); above = TreePath.parent(above)) {
      try (TreeWalk walk = TreeWalk.forPath(reader, above, root)) {
        if (walk != null) {
          return FileMode.GITLINK.equals(walk.getRawMode(0))
              ? submodule(above, walk.getObjectId(0)).find(below(above, path))
              : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static String below(String folder, String path) {
    return path.equals(folder) ? "" : path.substring(folder.length() + 1);
  }

  /**
   * The tree of the submodule at that path, which is closed with this.
   *
   * @throws ContextRefusedException when it may not or cannot be fetched
   */
  OpenTree submodule(String path, ObjectId commit) throws IOException {
    OpenTree known = submodules.get(path);
    if (known != null) {
      return known;
    }
    String url = urls().get(path);
    if (url == null) {
      throw ContextRefusedException.of(
          path,
          "is a submodule that " + SUBMODULES + " has no address for",
          "add it with `git submodule add`, or remove it with `git rm --cached " + path + "`");
    }
    OpenTree opened = elsewhere.submodule(path, url, commit);
    submodules.put(path, opened);
    return opened;
  }

  /** The text of a blob; empty when it is larger than so many bytes. */
  Optional<String> text(ObjectId blob, int limit) throws IOException {
    ObjectLoader content = reader.open(blob, Constants.OBJ_BLOB);
    if (content.getSize() > limit) {
      return Optional.empty(); // what JGit takes as a limit counts for very large objects only
    }
    return Optional.of(new String(content.getCachedBytes(limit), StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    submodules.values().forEach(OpenTree::close);
    reader.close();
    repository.close();
  }

  private Map<String, String> urls() throws IOException {
    Map<String, String> known = urls;
    if (known == null) {
      known = readUrls();
      urls = known;
    }
    return known;
  }

  private Map<String, String> readUrls() throws IOException {
    Optional<Place> file = find(SUBMODULES).filter(Place::isFile);
    if (file.isEmpty()) {
      return Map.of();
    }
    Optional<String> text = text(file.get().id(), LARGEST_LIST);
    if (text.isEmpty()) {
      throw ContextRefusedException.of(
          SUBMODULES, "is larger than " + LARGEST_LIST + " bytes", "shorten it");
    }
    Config config = new Config();
    try {
      config.fromText(text.get());
    } catch (ConfigInvalidException e) {
      throw ContextRefusedException.of(
          SUBMODULES,
          "cannot be read: " + e.getMessage(),
          "see what `git config --file " + SUBMODULES + " --list` says");
    }
    Map<String, String> urls = new HashMap<>();
    for (String name : config.getSubsections("submodule")) {
      String path = config.getString("submodule", name, "path");
      String url = config.getString("submodule", name, "url");
      if (path != null && url != null) {
        urls.put(TreePath.normal(path).orElse(path), url);
      }
    }
    return urls;
  }

  /**
   * Something in a tree.
   *
   * @param path within the repository that it belongs to
   */
  record Place(OpenTree in, String path, int mode, ObjectId id) {
    boolean isFile() {
      return FileMode.REGULAR_FILE.equals(mode) || FileMode.EXECUTABLE_FILE.equals(mode);
    }

    boolean isFolder() {
      return FileMode.TREE.equals(mode);
    }

    boolean isLink() {
      return FileMode.SYMLINK.equals(mode);
    }
  }
}
