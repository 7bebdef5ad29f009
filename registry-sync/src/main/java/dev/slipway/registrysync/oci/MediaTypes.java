package dev.slipway.registrysync.oci;

import java.util.List;
import java.util.Set;

/** The media types of what names its parts by digest. */
public final class MediaTypes {
  public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String DOCKER_INDEX =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";

  /** A form of artifacts that was withdrawn; some registries still hold it. */
  static final String OCI_ARTIFACT = "application/vnd.oci.artifact.manifest.v1+json";

  /** Docker's first forms, which name nothing by digest. */
  static final Set<String> TOO_OLD =
      Set.of(
          "application/vnd.docker.distribution.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v1+prettyjws");

  private static final List<String> ALL =
      List.of(OCI_INDEX, OCI_MANIFEST, DOCKER_INDEX, DOCKER_MANIFEST, OCI_ARTIFACT);

  /** What a request for a manifest accepts: all of them, and the rest for a clear message. */
  public static final String ACCEPT = String.join(", ", ALL);

  private MediaTypes() {}

  /**
   * Whether a part of an index with this type is a manifest itself. It may also be a blob: BuildKit
   * keeps its cache so.
   */
  public static boolean isManifest(String type) {
    return type.isEmpty() || ALL.contains(type);
  }
}
