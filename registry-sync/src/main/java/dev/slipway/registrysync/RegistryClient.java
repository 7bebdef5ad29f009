package dev.slipway.registrysync;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.registry.Registry;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.copy.Together;
import dev.slipway.registrysync.oci.Answers;
import dev.slipway.registrysync.oci.Descriptor;
import dev.slipway.registrysync.oci.ManifestDocument;
import dev.slipway.registrysync.oci.RemoteBlobs;
import dev.slipway.registrysync.oci.RemoteRepository;
import dev.slipway.registrysync.oci.RepositoryName;
import dev.slipway.registrysync.wire.Ask;
import dev.slipway.registrysync.wire.Backoff;
import dev.slipway.registrysync.wire.Credentials;
import dev.slipway.registrysync.wire.Logins;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.RegistryAddress;
import dev.slipway.registrysync.wire.RegistryHttp;
import dev.slipway.registrysync.wire.Scope;
import dev.slipway.registrysync.wire.Terms;
import dev.slipway.registrysync.wire.WireSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The registry that Slipway pushes to, which an administrator named. Safe for concurrent use. */
public final class RegistryClient implements Registry, AutoCloseable {
  private static final Backoff BRIEFLY =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1), 4);

  /** An index may name an index; more levels than this are a mistake or an attack. */
  private static final int MOST_LEVELS = 3;

  private final Registries registries;
  private final String address;

  /**
   * Knows where it is; nothing is sent yet.
   *
   * @param address {@code HOST[:PORT][/PREFIX]}
   * @param credentials null where the registry wants none
   * @param plainHttpHosts those, with port, that speak without TLS although they are not on this
   *     machine
   */
  public RegistryClient(
      String address, @Nullable Credentials credentials, Set<String> plainHttpHosts) {
    this(address, _ -> Optional.ofNullable(credentials), Terms.NONE, plainHttpHosts);
  }

  /** The same where who we are, and how it is spoken to, is asked at each use. */
  public RegistryClient(String address, Logins logins, Terms terms, Set<String> plainHttpHosts) {
    this.address = address;
    try {
      this.registries =
          new Registries(
              WireSettings.trusting(plainHttpHosts),
              logins,
              terms,
              InstantSource.system(),
              BRIEFLY);
    } catch (RegistryException e) {
      throw new IllegalStateException("without authorities of its own, nothing is read", e);
    }
  }

  private RegistryHttp http() {
    return registries.at(address);
  }

  @Override
  public void ping() throws RegistryException {
    RegistryHttp http = http();
    try {
      HttpResponse<byte[]> response = http.ask(Ask.of("GET", http.resource(""), Scope.NOTHING));
      if (response.statusCode() == 404) {
        throw new RegistryException(
            "what answers at " + http.registry() + " is no registry: it knows no /v2/",
            "correct SLIPWAY_REGISTRY");
      }
      if (response.statusCode() != 200) {
        throw Answers.refusal(http.registry(), response, "says that it is there");
      }
    } catch (InterruptedException e) {
      throw interrupted("asking " + http.registry(), e);
    }
  }

  @Override
  public void verify(ImageReference image) throws RegistryException {
    RepositoryName repository = new RepositoryName(http().registry().host(), within(image));
    try {
      verify(RemoteRepository.of(repository, registries), image.digest(), image.toString(), 1);
    } catch (InterruptedException e) {
      throw interrupted("checking " + image, e);
    }
  }

  private static RegistryException interrupted(String doing, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RegistryException(
        "interrupted while " + doing, "start it again if it is still wanted", e);
  }

  /** The repository's path in this registry. */
  private String within(ImageReference image) {
    RegistryAddress registry = http().registry();
    String start = registry.host() + "/";
    if (!image.repository().startsWith(start)) {
      throw new InvalidValueException(image + " is not in the registry " + registry);
    }
    return image.repository().substring(start.length());
  }

  private static void verify(RemoteRepository repository, String digest, String name, int level)
      throws RegistryException, InterruptedException {
    ManifestDocument manifest =
        repository
            .manifest(digest)
            .orElseThrow(() ->
                new RegistryException(
                    "the registry does not have " + name,
                    "build and push it again; if it was there before, find out who deletes"
                        + " images"));
    if (!manifest.manifests().isEmpty() && level == MOST_LEVELS) {
      throw new RegistryException(
          name + " is an index of indexes of indexes", "push images, or one index of them");
    }
    for (Descriptor child : manifest.manifests()) {
      String part = child.digest().text();
      verify(repository, part, name + " (its part " + part + ")", level + 1);
    }
    verifyBlobs(new RemoteBlobs(repository), manifest.blobs(), name);
  }

  private static void verifyBlobs(RemoteBlobs there, List<Descriptor> blobs, String name)
      throws RegistryException, InterruptedException {
    Queue<String> faults = new ConcurrentLinkedQueue<>();
    Together.each(blobs, blob -> fault(there, blob).ifPresent(faults::add));
    if (!faults.isEmpty()) {
      throw new RegistryException(
          "%d of %d blobs of %s are not as they should be: %s"
              .formatted(faults.size(), blobs.size(), name, String.join(", ", faults)),
          "build and push it again; if that does not help, check the registry's disk");
    }
  }

  /** What is wrong with a blob; empty when nothing is. */
  private static Optional<String> fault(RemoteBlobs there, Descriptor blob)
      throws RegistryException, InterruptedException {
    Optional<Long> size = there.size(blob.digest());
    if (size.isEmpty()) {
      return Optional.of(blob.digest() + " is missing");
    }
    return size.get() < 0 || size.get() == blob.size()
        ? Optional.empty()
        : Optional.of(
            "%s has %d bytes instead of %d".formatted(blob.digest(), size.get(), blob.size()));
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    registries.close();
  }
}
