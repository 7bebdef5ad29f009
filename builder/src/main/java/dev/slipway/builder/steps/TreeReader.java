package dev.slipway.builder.steps;

import dev.slipway.builder.checkout.ContextRefusedException;
import dev.slipway.builder.checkout.ContextTar;
import dev.slipway.builder.checkout.GitLimits;
import dev.slipway.builder.checkout.IgnoreRules;
import dev.slipway.builder.checkout.TreePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what steps left in their work tree, the way a commit's tree is read. Strangers may have
 * written it: no link is followed but within it, and nothing is handed out that is no file, folder
 * or link. Used by one thread.
 */
final class TreeReader {
  private static final int MOST_LINKS = 8;
  private static final String IGNORE_FILE = ".dockerignore";

  private final Containers containers;
  private final String container;
  private final GitLimits limits;

  /**
   * A reader of a work tree that nobody changes any more.
   *
   * @param container that has it mounted
   */
  TreeReader(Containers containers, String container, GitLimits limits) {
    this.containers = containers;
    this.container = container;
    this.limits = limits;
  }

  /** The content of a file, through links within the tree, when it is not larger than that. */
  Optional<byte[]> file(String path, int limit) throws IOException {
    Optional<String> at = TreePath.normal(path);
    for (int links = 0; at.isPresent() && links <= MOST_LINKS; links++) {
      String here = at.get();
      if (here.isEmpty() || !isFolder(TreePath.parent(here))) {
        return Optional.empty();
      }
      try (Node node = node(here)) {
        if (node == null || node.entry().getSize() > limit) {
          return Optional.empty();
        }
        if (node.isFile()) {
          return Optional.of(node.content().readNBytes(limit));
        }
        if (!node.entry().isSymbolicLink()) {
          return Optional.empty();
        }
        at = TreePath.linked(here, node.entry().getLinkName());
      }
    }
    return Optional.empty();
  }

  /** Whether there is a folder at that path, and no link on the way to it. */
  boolean hasFolder(String path) throws IOException {
    Optional<String> normal = TreePath.normal(path);
    return normal.isPresent() && isFolder(normal.get());
  }

  /** Writes a folder as a build context, its ignore file heeded. */
  void writeContext(String folder, String dockerfile, OutputStream out) throws IOException {
    Optional<String> root = TreePath.normal(folder);
    if (root.isEmpty() || !isFolder(root.get())) {
      throw new FileNotFoundException("there is no folder " + folder + " in the work tree");
    }
    String kept = TreePath.normal(dockerfile).orElse(dockerfile);
    write(root.get(), new Choice(ignoreRules(root.get(), kept), kept), out);
  }

  /** Writes all of it. */
  void writeTree(OutputStream out) throws IOException {
    write("", new Choice(IgnoreRules.NONE, ""), out);
  }

  private void write(String root, Choice choice, OutputStream out) throws IOException {
    ContextTar tar = new ContextTar(out, limits);
    try (Node archive = node(TreePath.join(root, "."))) {
      if (archive == null) {
        throw new FileNotFoundException("the folder " + root + " of the work tree is gone");
      }
      TarArchiveInputStream entries = archive.content();
      for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        String path = relative(entry.getName());
        if (!path.isEmpty() && choice.wants(path)) {
          add(tar, root, path, new Node(archive.packed(), entry, entries));
        }
      }
    }
    tar.finish();
  }

  private void add(ContextTar tar, String root, String path, Node node) throws IOException {
    TarArchiveEntry entry = node.entry();
    if (entry.isDirectory()) {
      tar.folder(path);
    } else if (entry.isSymbolicLink()) {
      tar.link(path, entry.getLinkName());
    } else if (entry.isLink()) {
      // A second name of a file: its content is not repeated, so it is asked for by that name.
      try (Node itself = node(TreePath.join(root, path))) {
        if (itself == null || itself.entry().isLink()) {
          throw new FileNotFoundException(path + " of the work tree is gone");
        }
        add(tar, root, path, itself);
      }
    } else if (node.isFile()) {
      tar.file(path, entry.getSize(), (entry.getMode() & 0100) != 0, node.content());
    } else {
      throw ContextRefusedException.of(
          path,
          "is no file, folder or link",
          "delete it in the last step, or list it in " + IGNORE_FILE);
    }
  }

  /** As BuildKit does: a Dockerfile's own ignore file counts instead of the folder's. */
  private IgnoreRules ignoreRules(String root, String dockerfile) throws IOException {
    for (String name : List.of(dockerfile + IGNORE_FILE, IGNORE_FILE)) {
      Optional<byte[]> text = file(TreePath.join(root, name), IgnoreRules.LARGEST);
      if (text.isPresent()) {
        return IgnoreRules.parse(name, new String(text.get(), StandardCharsets.UTF_8));
      }
    }
    return IgnoreRules.NONE;
  }

  private boolean isFolder(String path) throws IOException {
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      if (!isFolderItself(path.substring(0, end))) {
        return false;
      }
    }
    return path.isEmpty() || isFolderItself(path);
  }

  private boolean isFolderItself(String path) throws IOException {
    try (Node node = node(path)) {
      return node != null && node.entry().isDirectory();
    }
  }

  /** What is at that path, links not followed; null when nothing is. */
  private @Nullable Node node(String path) throws IOException {
    Containers.Packed packed = containers.pack(container, WorkTree.FOLDER + "/" + path);
    if (packed == null) {
      return null;
    }
    TarArchiveInputStream tar =
        new TarArchiveInputStream(packed.archive(), StandardCharsets.UTF_8.name());
    try {
      TarArchiveEntry first = tar.getNextEntry();
      if (first != null) {
        return new Node(packed, first, tar);
      }
      throw new IOException("the engine handed out nothing of " + path);
    } catch (IOException e) {
      packed.close();
      throw e;
    }
  }

  /** The path within the folder that was packed; refused when it cannot be one. */
  private static String relative(String name) throws IOException {
    String path = name.startsWith("./") ? name.substring(2) : name;
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (bare.isEmpty() || bare.equals(".")) {
      return "";
    }
    if (!TreePath.normal(bare).equals(Optional.of(bare)) || ("/" + bare + "/").contains("/../")) {
      throw ContextRefusedException.of(
          "\"" + name + "\"", "is a name that no file can have", "delete it in the last step");
    }
    return bare;
  }

  /**
   * One thing of the tree, and the archive that it is in.
   *
   * @param content of a file: its bytes
   */
  private record Node(
      Containers.Packed packed, TarArchiveEntry entry, TarArchiveInputStream content)
      implements AutoCloseable {

    boolean isFile() {
      return entry.isFile() && !entry.isSymbolicLink() && !entry.isLink() && !isSpecial();
    }

    private boolean isSpecial() {
      return entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice();
    }

    @Override
    public void close() {
      packed.close();
    }
  }

  /**
   * Which paths of a folder are wanted.
   *
   * @param dockerfile always kept, and its ignore files
   */
  private record Choice(IgnoreRules ignore, String dockerfile) {
    boolean wants(String path) {
      return !ignore.excludes(path)
          || path.equals(dockerfile)
          || path.equals(IGNORE_FILE)
          || path.equals(dockerfile + IGNORE_FILE);
    }
  }
}
