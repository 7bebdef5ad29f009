package dev.slipway.registrysync.oci;

import org.jspecify.annotations.Nullable;

/**
 * A part of an image, as what contains it names it.
 *
 * @param mediaType empty where it is not said
 * @param size in bytes
 * @param platform null where it is not said
 * @param elsewhere whether it has addresses of its own and need not be in the registry
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md">image
 *     specification</a>
 */
public record Descriptor(
    String mediaType, Digest digest, long size, @Nullable Platform platform, boolean elsewhere) {
  /** A blob of which nothing else is known. */
  public static Descriptor blob(Digest digest, long size) {
    return new Descriptor("", digest, size, null, false);
  }
}
