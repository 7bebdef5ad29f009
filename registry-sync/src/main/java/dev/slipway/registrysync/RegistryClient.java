package dev.slipway.registrysync;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.registry.Registry;
import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.Manifest.Descriptor;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One registry, over the OCI distribution protocol.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">distribution
 *     specification</a>
 */
public final class RegistryClient implements Registry, AutoCloseable {
  /** Requests at a time, over all callers: a registry is also busy with pushes. */
  private static final int AT_ONCE = 16;

  private static final List<Duration> AFTER_TROUBLE =
      List.of(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(1));

  /** An index may name an index; more levels than this are a mistake or an attack. */
  private static final int MOST_LEVELS = 3;

  private static final int MOST_REDIRECTS = 3;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> REFUSALS = Set.of(401, 403);

  private final RegistryAddress registry;
  private final Transport transport = new Transport();
  private final Authorization authorization;
  private final Semaphore slots = new Semaphore(AT_ONCE);

  /**
   * Knows where it is; nothing is sent yet.
   *
   * @param address {@code HOST[:PORT][/PREFIX]}
   * @param credentials null where the registry wants none
   * @param plainHttpHosts see {@link RegistryAddress#of}
   */
  public RegistryClient(
      String address, @Nullable Credentials credentials, Set<String> plainHttpHosts) {
    this.registry = RegistryAddress.of(address, plainHttpHosts);
    this.authorization =
        new Authorization(registry, credentials, Set.copyOf(plainHttpHosts), transport);
  }

  @Override
  public void ping() throws RegistryException {
    HttpResponse<byte[]> response = ask("GET", "", "");
    if (response.statusCode() == 404) {
      throw new RegistryException(
          "what answers at " + registry + " is no registry: it knows no /v2/",
          "correct SLIPWAY_REGISTRY");
    }
    expectOk(response, "says that it is there");
  }

  @Override
  public void verify(ImageReference image) throws RegistryException {
    String repository = within(image);
    verify(repository, image.digest(), image.toString(), 1);
  }

  /** The repository's path in this registry. */
  private String within(ImageReference image) {
    String start = registry.host() + "/";
    if (!image.repository().startsWith(start)) {
      throw new InvalidValueException(image + " is not in the registry " + registry);
    }
    return image.repository().substring(start.length());
  }

  private void verify(String repository, String digest, String name, int level)
      throws RegistryException {
    Manifest manifest = manifest(repository, digest, name);
    if (!manifest.manifests().isEmpty() && level == MOST_LEVELS) {
      throw new RegistryException(
          name + " is an index of indexes of indexes", "push images, or one index of them");
    }
    for (Descriptor child : manifest.manifests()) {
      verify(repository, child.digest(), name + " (its part " + child.digest() + ")", level + 1);
    }
    verifyBlobs(repository, manifest.blobs(), name);
  }

  private Manifest manifest(String repository, String digest, String name)
      throws RegistryException {
    HttpResponse<byte[]> response = ask("GET", repository + "/manifests/" + digest, repository);
    if (response.statusCode() == 404) {
      throw new RegistryException(
          "the registry does not have " + name,
          "build and push it again; if it was there before, find out who deletes images");
    }
    expectOk(response, "gives the manifest of " + name);
    String found = sha256(response.body());
    if (!found.equals(digest)) {
      throw new RegistryException(
          "the registry gave something else for " + name + ": its digest is " + found,
          "look for a proxy that changes what it passes on; then check the registry's disk");
    }
    return Manifest.read(response.body(), name);
  }

  private void verifyBlobs(String repository, List<Descriptor> blobs, String name)
      throws RegistryException {
    List<String> faults = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<String>>> checks =
          blobs.stream().map(blob -> threads.submit(() -> fault(repository, blob))).toList();
      for (Future<Optional<String>> check : checks) {
        check.get().ifPresent(faults::add);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RegistryException known) {
        throw new RegistryException(String.valueOf(known.getMessage()), known.hint(), known);
      }
      throw new IllegalStateException("checking the blobs of " + name + " failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(
          "interrupted while checking " + name, "start it again if it is still wanted", e);
    }
    if (!faults.isEmpty()) {
      throw new RegistryException(
          "%d of %d blobs of %s are not as they should be: %s"
              .formatted(faults.size(), blobs.size(), name, String.join(", ", faults)),
          "build and push it again; if that does not help, check the registry's disk");
    }
  }

  /** What is wrong with a blob; empty when nothing is. */
  private Optional<String> fault(String repository, Descriptor blob) throws RegistryException {
    HttpResponse<byte[]> response = ask("HEAD", repository + "/blobs/" + blob.digest(), repository);
    if (response.statusCode() == 404) {
      return Optional.of(blob.digest() + " is missing");
    }
    expectOk(response, "says whether it has " + blob.digest());
    long size = response.headers().firstValueAsLong("content-length").orElse(blob.size());
    return size == blob.size()
        ? Optional.empty()
        : Optional.of("%s has %d bytes instead of %d".formatted(blob.digest(), size, blob.size()));
  }

  /** Asks, answering one challenge and following redirects, to other hosts without credentials. */
  private HttpResponse<byte[]> ask(String method, String path, String repository)
      throws RegistryException {
    String scope = repository.isEmpty() ? "" : "repository:" + repository + ":pull";
    URI uri = registry.resource(path);
    Optional<String> known = authorization.remembered(scope);
    HttpResponse<byte[]> response = send(method, uri, known);
    if (response.statusCode() == 401) {
      known = authorization.answer(response, scope);
      response = known.isPresent() ? send(method, uri, known) : response;
    }
    for (int i = 0; i < MOST_REDIRECTS && REDIRECTS.contains(response.statusCode()); i++) {
      Optional<URI> next = redirect(response);
      if (next.isEmpty()) {
        return response;
      }
      boolean sameHost = next.get().getRawAuthority().equals(registry.host());
      response = send(method, next.get(), sameHost ? known : Optional.empty());
    }
    return response;
  }

  private static Optional<URI> redirect(HttpResponse<?> response) throws RegistryException {
    URI from = response.uri();
    try {
      Optional<URI> next = response.headers().firstValue("location").map(from::resolve);
      if (next.isEmpty() || next.get().getRawAuthority() != null) {
        return next.filter(
            uri -> "https".equals(uri.getScheme()) || from.getScheme().equals(uri.getScheme()));
      }
    } catch (IllegalArgumentException _) {
      // Answered below, like an address without a host.
    }
    throw new RegistryException(
        from.getAuthority() + " sends us to an address that is none",
        "correct the storage redirects in the registry's configuration");
  }

  /** Asks again for a moment where the registry has trouble: it does while others push to it. */
  private HttpResponse<byte[]> send(String method, URI uri, Optional<String> authorized)
      throws RegistryException {
    HttpResponse<byte[]> response = sendOnce(method, uri, authorized);
    for (Duration pause : AFTER_TROUBLE) {
      if (response.statusCode() < 500) {
        break;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RegistryException(
            "interrupted while asking " + registry, "start it again if it is still wanted", e);
      }
      response = sendOnce(method, uri, authorized);
    }
    return response;
  }

  private HttpResponse<byte[]> sendOnce(String method, URI uri, Optional<String> authorized)
      throws RegistryException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Accept", String.join(", ", Manifest.MEDIA_TYPES));
    authorized.ifPresent(value -> request.header("Authorization", value));
    slots.acquireUninterruptibly();
    try {
      return transport.send(request, "the registry " + registry);
    } finally {
      slots.release();
    }
  }

  private void expectOk(HttpResponse<?> response, String what) throws RegistryException {
    int status = response.statusCode();
    if (status == 200) {
      return;
    }
    if (REFUSALS.contains(status)) {
      throw new RegistryException(
          "the registry " + registry + " does not let us in (status " + status + ")",
          "check its user name and password, and what they may read");
    }
    throw new RegistryException(
        "the registry %s answers with status %d where it %s".formatted(registry, status, what),
        status == 429 || status >= 500
            ? "try again in a while; the registry's log says why"
            : "check what answers at this address");
  }

  private static String sha256(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    transport.close();
  }
}
