package dev.slipway.builder.jib;

import dev.slipway.builder.jib.Node.Meta;
import dev.slipway.builder.jib.Node.Owner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files of an image or of a build context, by paths without a leading slash; the root is the
 * empty path. Remembers what was changed since it was last asked. Used by one thread.
 */
final class FileTree {
  /** That of the entries of a checkout's archive: the earliest that a zip can hold as well. */
  static final long TIME = 315_619_200L;

  private static final Meta NEW_FOLDER = new Meta(0755, 0, 0, TIME);
  private static final int MOST_LINKS = 255;

  private final Node root;
  private TreeSet<String> changed = new TreeSet<>();

  private FileTree(Node root) {
    this.root = root;
  }

  static FileTree empty() {
    return new FileTree(Node.folder(NEW_FOLDER));
  }

  /** Another one that can change apart from this. */
  FileTree copy() {
    return new FileTree(root.deepCopy());
  }

  /** What is at that path itself, links not followed; null when there is nothing. */
  @Nullable Node at(String path) {
    Node node = root;
    for (String name : names(path)) {
      node = node.children.get(name);
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  /**
   * Where a path leads when all links are followed, the last one too; what does not exist stays as
   * it is written. A link cannot lead out of the tree.
   */
  String resolve(String path) throws UnsureException {
    Deque<String> rest = new ArrayDeque<>(names(path));
    List<String> done = new ArrayList<>();
    int links = 0;
    while (!rest.isEmpty()) {
      String name = rest.pop();
      if (name.equals("..")) {
        if (!done.isEmpty()) {
          done.removeLast();
        }
        continue;
      }
      done.add(name);
      Node node = at(String.join("/", done));
      if (node != null && node.kind == Node.Kind.SYMLINK) {
        if (++links > MOST_LINKS) {
          throw new UnsureException("/" + path + " leads through too many links");
        }
        done.removeLast();
        if (node.target.startsWith("/")) {
          done.clear();
        }
        names(node.target).reversed().forEach(rest::push);
      }
    }
    return String.join("/", done);
  }

  /** Makes the folder and those above it that are missing; the path has no links. */
  void makeFolders(String path, Owner owner) throws UnsureException {
    Node node = root;
    StringBuilder at = new StringBuilder();
    for (String name : names(path)) {
      at.append(at.isEmpty() ? "" : "/").append(name);
      Node next = node.children.get(name);
      if (next == null) {
        next = Node.folder(NEW_FOLDER.withOwner(owner));
        node.children.put(name, next);
        changed.add(at.toString());
      } else if (!next.isFolder()) {
        throw new UnsureException("/" + at + " is no folder");
      }
      node = next;
    }
  }

  /** Puts something into a folder that is there; a folder takes the place of one and keeps it. */
  void put(String path, Node node) throws UnsureException {
    Node parent = at(parent(path));
    if (parent == null || !parent.isFolder()) {
      throw new UnsureException("/" + parent(path) + " is no folder");
    }
    Node before = parent.children.get(name(path));
    boolean folderBefore = before != null && before.isFolder();
    if (before != null && folderBefore != node.isFolder()) {
      throw new UnsureException(
          "/" + path + (folderBefore ? " is a folder that a file would replace" : " is no folder"));
    }
    if (before != null && folderBefore) {
      before.meta = node.meta;
    } else {
      parent.children.put(name(path), node);
    }
    changed.add(path);
  }

  /** Puts something there as an image layer does: it replaces whatever was there. */
  void lay(String path, Node node) {
    if (path.isEmpty()) {
      root.meta = node.meta;
      return;
    }
    Node parent = root;
    for (String name : names(parent(path))) {
      Node next = parent.children.get(name);
      if (next == null || !next.isFolder()) {
        next = Node.folder(NEW_FOLDER);
        parent.children.put(name, next);
      }
      parent = next;
    }
    Node before = parent.children.get(name(path));
    if (before != null && before.isFolder() && node.isFolder()) {
      before.meta = node.meta;
    } else {
      parent.children.put(name(path), node);
    }
  }

  /** Takes something away, if it is there. */
  void remove(String path) {
    Node parent = at(parent(path));
    if (parent != null) {
      parent.children.remove(name(path));
    }
  }

  /** Takes away what is in a folder. */
  void clear(String path) {
    Node folder = at(path);
    if (folder != null) {
      folder.children.clear();
    }
  }

  /** What was changed since the last call, with the folders above, which a layer has to repeat. */
  List<LayerEntry> takeChanges() {
    TreeSet<String> paths = new TreeSet<>();
    for (String path : changed) {
      for (String at = path; !at.isEmpty(); at = parent(at)) {
        paths.add(at);
      }
    }
    changed = new TreeSet<>();
    List<LayerEntry> entries = new ArrayList<>();
    for (String path : paths) {
      Node node = at(path);
      if (node != null) {
        entries.add(LayerEntry.of(path, node));
      }
    }
    return entries;
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** The path without empty names and dots; {@code ..} stays. */
  static List<String> names(String path) {
    List<String> names = new ArrayList<>();
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return names;
  }

  /** The path as seen from the root, with {@code ..} taken literally: it stays within. */
  static String clean(String path) {
    List<String> names = new ArrayList<>();
    for (String name : names(path)) {
      if (!name.equals("..")) {
        names.add(name);
      } else if (!names.isEmpty()) {
        names.removeLast();
      }
    }
    return String.join("/", names);
  }
}
