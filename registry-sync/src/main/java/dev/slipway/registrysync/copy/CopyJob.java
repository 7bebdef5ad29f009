package dev.slipway.registrysync.copy;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.ManifestDocument;
import dev.slipway.registrysync.oci.RemoteRepository;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.wire.Registries;
import java.util.Optional;

/**
 * Copies that belong together. Nothing is tagged before all of it is there, and what is there
 * already is not sent again, so that a copy that broke off is simply begun anew. Safe for
 * concurrent use.
 */
public final class CopyJob {
  private final Registries registries;
  private final ContentCopy contents;
  private final ReferrerCopy referrers;
  private final Progress progress;

  CopyJob(Registries registries, Progress progress) {
    this.registries = registries;
    this.contents = new ContentCopy(new BlobCopy(new PlacedBlobs(), progress));
    this.referrers = new ReferrerCopy(contents);
    this.progress = progress;
  }

  /**
   * Copies one image, if it is not there already.
   *
   * @throws RegistryException when the image is not at the source, or something on the way failed;
   *     then the tag at the destination is as before
   */
  public Copied copy(ImageCopy copy) throws RegistryException, InterruptedException {
    RemoteRepository to = RemoteRepository.of(copy.to(), registries);
    return copy(copy, source(copy), before(to, copy.tag()));
  }

  /**
   * The same for what was looked at before.
   *
   * @param source what the reference led to at the source
   * @param before what the tag led to at the destination
   */
  public Copied copy(ImageCopy copy, Digest source, Optional<Digest> before)
      throws RegistryException, InterruptedException {
    RemoteRepository from = RemoteRepository.of(copy.from(), registries);
    RemoteRepository to = RemoteRepository.of(copy.to(), registries);
    boolean same = before.filter(source::equals).isPresent();
    if (same && !copy.referrers()) {
      return new Copied(source, false);
    }
    ManifestDocument image = read(from, copy, source);
    same = before.filter(image.digest()::equals).isPresent();
    if (!same) {
      contents.copyParts(image, from, to);
    }
    if (copy.referrers()) {
      if (!same) {
        contents.store(image, image.digest().text(), from, to);
      }
      referrers.copy(image, from, to);
    }
    if (!same) {
      contents.store(image, copy.tag().isEmpty() ? image.digest().text() : copy.tag(), from, to);
    }
    return new Copied(image.digest(), !same);
  }

  /**
   * Copies what refers to an image that is there already, which may be newer than the image.
   *
   * @param source what the reference led to at the source
   */
  public void copyReferrers(ImageCopy copy, Digest source)
      throws RegistryException, InterruptedException {
    RemoteRepository from = RemoteRepository.of(copy.from(), registries);
    referrers.copy(read(from, copy, source), from, RemoteRepository.of(copy.to(), registries));
  }

  private static Optional<Digest> before(RemoteRepository to, String tag)
      throws RegistryException, InterruptedException {
    return tag.isEmpty() ? Optional.empty() : to.find(tag);
  }

  /** What is to be at the destination: the image itself, or an index of some of its platforms. */
  private ManifestDocument read(RemoteRepository from, ImageCopy copy, Digest digest)
      throws RegistryException, InterruptedException {
    ManifestDocument whole = contents.read(from, digest);
    if (copy.platforms().isEmpty() || !whole.index()) {
      return whole;
    }
    String name = from.at(copy.reference());
    ManifestDocument chosen = PlatformChoice.of(whole, copy.platforms(), name);
    if (!chosen.digest().equals(digest)) {
      progress.warning(PlatformChoice.warning(name, digest, chosen.digest(), copy.platforms()));
    }
    return chosen;
  }

  /**
   * What is to be at the destination: the image itself, or an index of the chosen platforms.
   *
   * @param source what the reference led to at the source
   * @throws RegistryException when the source does not have it
   */
  public ManifestDocument wanted(ImageCopy copy, Digest source)
      throws RegistryException, InterruptedException {
    return read(RemoteRepository.of(copy.from(), registries), copy, source);
  }

  /**
   * What the reference leads to at the source.
   *
   * @throws RegistryException when it leads nowhere
   */
  public Digest source(ImageCopy copy) throws RegistryException, InterruptedException {
    RemoteRepository from = RemoteRepository.of(copy.from(), registries);
    return from.find(copy.reference())
        .orElseThrow(() ->
            new RegistryException(
                "there is no " + from.at(copy.reference()),
                "check the name; if it was there before, find out who deletes images"));
  }

  /**
   * Finds what a copy would send, at most: blobs that another repository of the destination's
   * registry has may be taken over there.
   */
  public void missing(ManifestDocument image, ImageCopy copy, Missing missing)
      throws RegistryException, InterruptedException {
    contents.missing(
        image,
        RemoteRepository.of(copy.from(), registries),
        RemoteRepository.of(copy.to(), registries),
        missing);
  }

  /** Lets a tag lead to an image of the same repository, if that is still there. */
  public boolean tag(RepositoryName at, Digest digest, String tag)
      throws RegistryException, InterruptedException {
    RemoteRepository repository = RemoteRepository.of(at, registries);
    Optional<ManifestDocument> image = repository.manifest(digest.text());
    if (image.isPresent()) {
      var _ = repository.put(image.get(), tag);
    }
    return image.isPresent();
  }

  /** Where an image is, for whoever wants to look at it before or after. */
  public RemoteRepository repository(RepositoryName name) {
    return RemoteRepository.of(name, registries);
  }
}
