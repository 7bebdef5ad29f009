package dev.slipway.builder.jib;

/** Where the bytes of a file are. Compared by identity: two files with the same one are linked. */
sealed interface Content {
  long size();

  /**
   * A range of the spool.
   *
   * @param offset of the first byte
   */
  record Spooled(long offset, long size) implements Content {}

  /**
   * A file of a base image, still in its registry.
   *
   * @param layer digest of the compressed layer
   * @param path within it, without a leading slash
   */
  record InLayer(String layer, String path, long size, String small) implements Content {}
}
