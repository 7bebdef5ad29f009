package dev.slipway.registrysync.oci;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.wire.Ask;
import dev.slipway.registrysync.wire.Registries;
import dev.slipway.registrysync.wire.RegistryHttp;
import dev.slipway.registrysync.wire.Scope;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A repository of a registry: its tags, manifests and referrers. Safe for concurrent use.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">distribution
 *     specification</a>
 */
public final class RemoteRepository {
  private static final int TAGS_AT_ONCE = 1000;
  private static final int MOST_PAGES = 1000;

  private final RegistryHttp http;
  private final RepositoryName name;

  RemoteRepository(RegistryHttp http, RepositoryName name) {
    this.http = http;
    this.name = name;
  }

  /** The repository at its registry; nothing is asked yet. */
  public static RemoteRepository of(RepositoryName name, Registries registries) {
    return new RemoteRepository(registries.at(name.registry()), name);
  }

  public RepositoryName name() {
    return name;
  }

  RegistryHttp http() {
    return http;
  }

  /** Waits as long as is due after so many failures. */
  public void pauseAfter(int failed) throws InterruptedException {
    http.pauseAfter(failed);
  }

  URI resource(String path) {
    return http.resource(name.path() + "/" + path);
  }

  /** All tags, in the registry's order; none where there is no such repository. */
  public List<String> tags() throws RegistryException, InterruptedException {
    List<String> tags = new ArrayList<>();
    URI next = resource("tags/list?n=" + TAGS_AT_ONCE);
    for (int page = 0; page < MOST_PAGES; page++) {
      HttpResponse<byte[]> response = http.ask(Ask.of("GET", next, Scope.pull(name.path())));
      if (response.statusCode() == 404) {
        return tags;
      }
      expect(response, 200, "lists the tags of " + name);
      JsonNode answer = ManifestDocument.parse(response.body(), "the tags of " + name);
      answer.path("tags").forEach(tag -> tags.add(tag.asText()));
      Optional<URI> more = Paging.next(response, http);
      if (more.isEmpty()) {
        break;
      }
      next = more.get();
    }
    return tags;
  }

  /**
   * Which manifest a tag or a digest leads to, without reading it; empty where there is none.
   *
   * @param reference a tag or a digest
   */
  public Optional<Digest> find(String reference) throws RegistryException, InterruptedException {
    HttpResponse<byte[]> response = askManifest("HEAD", reference);
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    expect(response, 200, "says which manifest " + at(reference) + " is");
    Optional<Digest> said =
        response
            .headers()
            .firstValue("docker-content-digest")
            .filter(Digest::isOne)
            .map(Digest::new);
    return said.isPresent() ? said : manifest(reference).map(ManifestDocument::digest);
  }

  /**
   * Reads a manifest; empty where there is none.
   *
   * @throws RegistryException also when a digest was asked for and something else came
   */
  public Optional<ManifestDocument> manifest(String reference)
      throws RegistryException, InterruptedException {
    HttpResponse<byte[]> response = askManifest("GET", reference);
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    expect(response, 200, "gives the manifest of " + at(reference));
    byte[] bytes = response.body();
    Optional<String> said = response.headers().firstValue("docker-content-digest");
    String wanted = Digest.isOne(reference) ? reference : said.orElse("");
    if (Digest.isOne(wanted) && !new Digest(wanted).fits(bytes)) {
      throw new RegistryException(
          "the registry gave something else for %s: its digest is %s"
              .formatted(at(wanted), Digest.of(bytes)),
          "look for a proxy that changes what it passes on; then check the registry's disk");
    }
    String type = response.headers().firstValue("content-type").orElse("");
    ManifestDocument manifest = ManifestDocument.read(bytes, type, at(reference));
    return Optional.of(Digest.isOne(reference) ? manifest.by(new Digest(reference)) : manifest);
  }

  private HttpResponse<byte[]> askManifest(String method, String reference)
      throws RegistryException, InterruptedException {
    return http.ask(
        Ask.of(method, resource("manifests/" + reference), Scope.pull(name.path()))
            .with("Accept", MediaTypes.ACCEPT));
  }

  /**
   * Stores a manifest whose parts are there.
   *
   * @param reference its digest, or a tag that is to lead to it from now on
   * @return whether the registry lists it among the referrers of its subject by itself
   * @throws RegistryException also when the registry stored something else
   */
  public boolean put(ManifestDocument manifest, String reference)
      throws RegistryException, InterruptedException {
    HttpResponse<byte[]> response =
        http.ask(
            Ask.of("PUT", resource("manifests/" + reference), Scope.push(name.path()))
                .with(manifest.bytes(), manifest.mediaType()));
    if (response.statusCode() / 100 != 2) {
      throw Answers.refusal(http.registry(), response, "takes the manifest of " + at(reference));
    }
    String stored =
        response.headers().firstValue("docker-content-digest").orElse(manifest.digest().text());
    // A registry may prefer another algorithm; the same one must come to the same result.
    if (Digest.isOne(stored) && !new Digest(stored).fits(manifest.bytes())) {
      throw new RegistryException(
          "the registry stored %s as %s instead of %s"
              .formatted(at(reference), stored, manifest.digest()),
          "look for a proxy that changes what it passes on");
    }
    return response.headers().firstValue("oci-subject").isPresent();
  }

  /** Removes a manifest with all its tags, or, where the registry can, one tag. */
  public void delete(String reference) throws RegistryException, InterruptedException {
    HttpResponse<byte[]> response =
        http.ask(Ask.of("DELETE", resource("manifests/" + reference), Scope.delete(name.path())));
    if (response.statusCode() / 100 != 2 && response.statusCode() != 404) {
      throw Answers.refusal(http.registry(), response, "removes " + at(reference));
    }
  }

  /**
   * What refers to a manifest, where the registry keeps lists of that; empty where it does not, and
   * the tag {@link Digest#asTag} stands in for it.
   */
  public Optional<List<Descriptor>> referrers(Digest subject)
      throws RegistryException, InterruptedException {
    HttpResponse<byte[]> response =
        http.ask(
            Ask.of("GET", resource("referrers/" + subject), Scope.pull(name.path()))
                .with("Accept", MediaTypes.OCI_INDEX));
    if (response.statusCode() == 200) {
      ManifestDocument list =
          ManifestDocument.read(
              response.body(), MediaTypes.OCI_INDEX, "the referrers of " + at(subject.text()));
      return Optional.of(list.manifests());
    }
    // 404 by the specification, and other things on registries that do not know the path at all.
    if (response.statusCode() >= 500 || response.statusCode() == 429) {
      throw Answers.refusal(
          http.registry(), response, "lists what refers to " + at(subject.text()));
    }
    return Optional.empty();
  }

  /** The whole reference, for messages. */
  public String at(String reference) {
    return name + (Digest.isOne(reference) ? "@" : ":") + reference;
  }

  private void expect(HttpResponse<?> response, int status, String what) throws RegistryException {
    if (response.statusCode() != status) {
      throw Answers.refusal(http.registry(), response, what);
    }
  }
}
