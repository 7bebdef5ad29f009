package dev.slipway.builder.jib;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a layer's archive.
 *
 * @param path without a leading slash
 * @param target of a symbolic link; empty otherwise
 * @param content of a file; null otherwise
 */
record LayerEntry(
    String path, Node.Kind kind, Node.Meta meta, String target, @Nullable Content content) {
  static LayerEntry of(String path, Node node) {
    return new LayerEntry(path, node.kind, node.meta, node.target, node.content);
  }

  LayerEntry withContent(Content other) {
    return new LayerEntry(path, kind, meta, target, other);
  }
}
