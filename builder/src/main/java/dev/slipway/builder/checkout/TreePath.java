package dev.slipway.builder.checkout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Paths within a tree, in git's notation: no leading slash, {@code /} between the names. */
public final class TreePath {
  private TreePath() {}

  /**
   * The same path without {@code .}, empty names and a trailing slash; empty when it is absolute or
   * goes up beyond the root.
   */
  public static Optional<String> normal(String path) {
    if (path.startsWith("/") || path.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/", -1)) {
      if (name.equals("..")) {
        if (names.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return Optional.of(String.join("/", names));
  }

  /**
   * Where a link leads, as seen from the root; empty when that is outside, or cannot be told
   * without following other links: {@code a/../b} leaves through {@code a} when that is a link.
   */
  public static Optional<String> linked(String link, String target) {
    boolean down = false;
    for (String name : target.split("/", -1)) {
      boolean up = name.equals("..");
      if (up && down) {
        return Optional.empty();
      }
      down |= !up && !name.isEmpty() && !name.equals(".");
    }
    if (target.startsWith("/")) {
      return Optional.empty();
    }
    return normal(join(parent(link), target));
  }

  /** The folder that holds it; empty for something at the root. */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /** A path within a folder, as seen from where the folder is; the empty folder is the root. */
  public static String join(String folder, String path) {
    return folder.isEmpty() ? path : folder + "/" + path;
  }
}
