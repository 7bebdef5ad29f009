package dev.slipway.registrysync.mirror;

import dev.slipway.core.InvalidValueException;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.RepositoryName;
import org.jspecify.annotations.Nullable;

/**
 * An image as people name it.
 *
 * @param tag {@code latest} where none is given
 * @param digest null unless it is pinned; then the tag says nothing
 */
record Reference(RepositoryName repository, String tag, @Nullable Digest digest) {
  private static final String USUAL = "latest";

  /**
   * Reads one, such as {@code node:22} or {@code ghcr.io/acme/base@sha256:...}.
   *
   * @throws InvalidValueException when it is none
   */
  static Reference parse(String text) {
    int at = text.indexOf('@');
    String named = at < 0 ? text : text.substring(0, at);
    int colon = named.lastIndexOf(':');
    boolean tagged = colon > named.lastIndexOf('/');
    return new Reference(
        RepositoryName.parse(tagged ? named.substring(0, colon) : named),
        tagged ? named.substring(colon + 1) : USUAL,
        at < 0 ? null : new Digest(text.substring(at + 1)));
  }

  /** The digest where it is pinned, else the tag. */
  String wanted() {
    return digest == null ? tag : digest.text();
  }
}
