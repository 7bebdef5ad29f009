package dev.slipway.registrysync.copy;

import dev.slipway.registrysync.oci.Platform;
import dev.slipway.registrysync.oci.RepositoryName;
import java.util.Set;

/**
 * Which image is to be copied, and where.
 *
 * @param reference a tag or a digest at the source
 * @param tag at the destination; empty to tag nothing
 * @param platforms of an index; empty for all
 * @param referrers whether what refers to it (signatures, SBOMs, attestations) goes along
 */
public record ImageCopy(
    RepositoryName from,
    String reference,
    RepositoryName to,
    String tag,
    Set<Platform> platforms,
    boolean referrers) {
  public ImageCopy {
    platforms = Set.copyOf(platforms);
  }

  /** The whole image with what refers to it. */
  public static ImageCopy whole(
      RepositoryName from, String reference, RepositoryName to, String tag) {
    return new ImageCopy(from, reference, to, tag, Set.of(), true);
  }
}
