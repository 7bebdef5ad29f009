package dev.slipway.registrysync.copy;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.oci.Descriptor;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.ManifestDocument;
import dev.slipway.registrysync.oci.MediaTypes;
import dev.slipway.registrysync.oci.RemoteRepository;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies manifests, each after its blobs and after the manifests that it names. Safe for concurrent
 * use.
 */
final class ContentCopy {
  /** An index may name an index; more levels than this are a mistake or an attack. */
  private static final int MOST_LEVELS = 4;

  private final BlobCopy blobs;

  ContentCopy(BlobCopy blobs) {
    this.blobs = blobs;
  }

  /** Reads a manifest that something names. */
  ManifestDocument read(RemoteRepository from, Digest digest)
      throws RegistryException, InterruptedException {
    return from.manifest(digest.text())
        .orElseThrow(() ->
            new RegistryException(
                "the registry does not have " + from.at(digest.text()),
                "build and push that image again; find out who deletes images"));
  }

  /** Copies a manifest with everything in it, without a tag, unless it is there. */
  void copy(Digest digest, RemoteRepository from, RemoteRepository to)
      throws RegistryException, InterruptedException {
    copy(digest, from, to, 1);
  }

  private void copy(Digest digest, RemoteRepository from, RemoteRepository to, int level)
      throws RegistryException, InterruptedException {
    if (to.find(digest.text()).isPresent()) {
      return;
    }
    ManifestDocument manifest = read(from, digest);
    copyParts(manifest, from, to, level);
    store(manifest, digest.text(), from, to);
  }

  /** Copies everything in a manifest that was read, and not the manifest itself. */
  void copyParts(ManifestDocument manifest, RemoteRepository from, RemoteRepository to)
      throws RegistryException, InterruptedException {
    copyParts(manifest, from, to, 1);
  }

  private void copyParts(
      ManifestDocument manifest, RemoteRepository from, RemoteRepository to, int level)
      throws RegistryException, InterruptedException {
    if (manifest.index() && level > MOST_LEVELS) {
      throw new RegistryException(
          from.at(manifest.digest().text()) + " is an index of indexes of indexes and so on",
          "push images, or one index of them");
    }
    Together.each(
        manifest.manifests(),
        part -> {
          if (MediaTypes.isManifest(part.mediaType())) {
            copy(part.digest(), from, to, level + 1);
          } else {
            blobs.copy(part, from, to);
          }
        });
    copyBlobs(manifest, from, to);
  }

  private void copyBlobs(ManifestDocument manifest, RemoteRepository from, RemoteRepository to)
      throws RegistryException, InterruptedException {
    Together.each(manifest.blobs(), blob -> blobs.copy(blob, from, to));
  }

  /** Finds those of a manifest's blobs that the destination does not have. */
  void missing(
      ManifestDocument manifest, RemoteRepository from, RemoteRepository to, Missing missing)
      throws RegistryException, InterruptedException {
    List<Descriptor> parts = new ArrayList<>(manifest.blobs());
    for (Descriptor part : manifest.manifests()) {
      if (MediaTypes.isManifest(part.mediaType())) {
        if (missing.isNew(part.digest()) && to.find(part.digest().text()).isEmpty()) {
          missing(read(from, part.digest()), from, to, missing);
        }
      } else {
        parts.add(part);
      }
    }
    Together.each(
        parts,
        blob -> {
          if (missing.isNew(blob.digest()) && blobs.isMissing(blob, to)) {
            missing.add(blob);
          }
        });
  }

  /**
   * Stores a manifest whose parts were copied. Where the registry no longer has one of them, they
   * are looked for, and copied, once more.
   *
   * @return whether the registry itself lists what refers to something
   */
  boolean store(
      ManifestDocument manifest, String reference, RemoteRepository from, RemoteRepository to)
      throws RegistryException, InterruptedException {
    try {
      return to.put(manifest, reference);
    } catch (RegistryException e) {
      if (manifest.blobs().isEmpty()) {
        throw e;
      }
      for (Descriptor blob : manifest.blobs()) {
        blobs.forget(blob, to);
      }
      copyBlobs(manifest, from, to);
      return to.put(manifest, reference);
    }
  }
}
