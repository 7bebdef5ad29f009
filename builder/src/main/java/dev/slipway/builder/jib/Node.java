package dev.slipway.builder.jib;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file, folder or link of an image while it is put together. Mutable, used by one thread; what is
 * in a folder is sorted by name.
 */
final class Node {
  /** What it is. */
  enum Kind {
    FOLDER,
    FILE,
    SYMLINK,
    /** Devices, pipes, and files with extended attributes: known, but never copied. */
    SPECIAL
  }

  /**
   * What it has besides its content.
   *
   * @param mode permissions with the three bits above them
   * @param time of the last change, in seconds
   */
  record Meta(int mode, long uid, long gid, long time) {
    Meta withMode(int other) {
      return new Meta(other, uid, gid, time);
    }

    Meta withOwner(Owner owner) {
      return new Meta(mode, owner.uid(), owner.gid(), time);
    }
  }

  /** Numbers of a user and a group. */
  record Owner(long uid, long gid) {
    static final Owner ROOT = new Owner(0, 0);
  }

  final Kind kind;
  Meta meta;
  final String target;
  final @Nullable Content content;
  final TreeMap<String, Node> children = new TreeMap<>();

  private Node(Kind kind, Meta meta, String target, @Nullable Content content) {
    this.kind = kind;
    this.meta = meta;
    this.target = target;
    this.content = content;
  }

  static Node folder(Meta meta) {
    return new Node(Kind.FOLDER, meta, "", null);
  }

  static Node file(Meta meta, Content content) {
    return new Node(Kind.FILE, meta, "", content);
  }

  static Node symlink(Meta meta, String target) {
    return new Node(Kind.SYMLINK, meta, target, null);
  }

  static Node special(Meta meta) {
    return new Node(Kind.SPECIAL, meta, "", null);
  }

  boolean isFolder() {
    return kind == Kind.FOLDER;
  }

  /** The same without what is in it. */
  Node alone(Meta other) {
    return new Node(kind, other, target, content);
  }

  /** The same with all that is in it, so that the two can change apart. */
  Node deepCopy() {
    Node copy = alone(meta);
    children.forEach((name, child) -> copy.children.put(name, child.deepCopy()));
    return copy;
  }
}
