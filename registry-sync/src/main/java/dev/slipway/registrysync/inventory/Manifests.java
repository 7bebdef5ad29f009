package dev.slipway.registrysync.inventory;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.core.registry.StoredManifest;
import dev.slipway.registrysync.oci.Answers;
import dev.slipway.registrysync.oci.Digest;
import dev.slipway.registrysync.oci.ManifestDocument;
import dev.slipway.registrysync.oci.RemoteRepository;
import dev.slipway.registrysync.wire.Ask;
import dev.slipway.registrysync.wire.RegistryHttp;
import dev.slipway.registrysync.wire.Scope;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests with their configurations, and remembers so many of them: by their digests, they
 * never change. Safe for concurrent use.
 */
final class Manifests {
  /** About 2 kB each. */
  private static final int MOST_KEPT = 20_000;

  /** Nobody needs as many labels as that. */
  private static final long LARGEST_CONFIG = 1 << 20;

  private final Supplier<RegistryHttp> registry;
  private final Map<Digest, StoredManifest> kept =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Digest, StoredManifest> eldest) {
              return size() > MOST_KEPT;
            }
          });

  Manifests(Supplier<RegistryHttp> registry) {
    this.registry = registry;
  }

  /** One of which it is known that it is there; empty where it is gone already. */
  Optional<StoredManifest> read(RemoteRepository repository, Digest digest)
      throws RegistryException, InterruptedException {
    StoredManifest known = kept.get(digest);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<ManifestDocument> document = repository.manifest(digest.text());
    if (document.isEmpty()) {
      return Optional.empty();
    }
    ManifestFacts facts = new ManifestFacts(document.get());
    StoredManifest manifest = facts.with(config(repository, document.get(), facts.imageConfig()));
    kept.put(digest, manifest);
    return Optional.of(manifest);
  }

  private byte @Nullable [] config(
      RemoteRepository repository, ManifestDocument document, @Nullable Digest config)
      throws RegistryException, InterruptedException {
    if (config == null
        || document.blobs().stream()
            .noneMatch(it -> it.digest().equals(config) && it.size() <= LARGEST_CONFIG)) {
      return null;
    }
    String path = repository.name().path();
    RegistryHttp http = registry.get();
    HttpResponse<byte[]> response =
        http.ask(Ask.of("GET", http.resource(path + "/blobs/" + config.text()), Scope.pull(path)));
    if (response.statusCode() != 200) {
      throw Answers.refusal(
          http.registry(), response, "gives the configuration of " + document.digest());
    }
    if (!config.fits(response.body())) {
      throw new RegistryException(
          "the registry gave something else for the configuration %s of %s"
              .formatted(config, document.digest()),
          "look for a proxy that changes what it passes on; then check the registry's disk");
    }
    return response.body();
  }
}
