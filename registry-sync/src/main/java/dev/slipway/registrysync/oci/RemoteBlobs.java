package dev.slipway.registrysync.oci;

import dev.slipway.core.registry.RegistryException;
import dev.slipway.registrysync.wire.Ask;
import dev.slipway.registrysync.wire.Scope;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The blobs of a repository. Safe for concurrent use. */
public final class RemoteBlobs {
  private final RemoteRepository repository;

  public RemoteBlobs(RemoteRepository repository) {
    this.repository = repository;
  }

  /** How many bytes it has; empty where it is not there. */
  public Optional<Long> size(Digest digest) throws RegistryException, InterruptedException {
    HttpResponse<byte[]> response =
        repository
            .http()
            .ask(
                Ask.of(
                    "HEAD",
                    repository.resource("blobs/" + digest),
                    Scope.pull(repository.name().path())));
    return switch (response.statusCode()) {
      case 200 -> Optional.of(response.headers().firstValueAsLong("content-length").orElse(-1));
      case 404 -> Optional.empty();
      default ->
          throw Answers.refusal(
              repository.http().registry(), response, "says whether it has " + digest);
    };
  }

  /** Whether it is there in its full size. */
  public boolean has(Descriptor blob) throws RegistryException, InterruptedException {
    return size(blob.digest()).filter(size -> size == blob.size() || size < 0).isPresent();
  }

  /**
   * Has the registry take a blob over from another of its repositories.
   *
   * @return null when it did; otherwise the upload that it began instead
   */
  public @Nullable BlobUpload mount(Descriptor blob, String from)
      throws RegistryException, InterruptedException {
    Scope scope = Scope.push(repository.name().path()).and(Scope.pull(from));
    HttpResponse<byte[]> response =
        begin("blobs/uploads/?mount=" + blob.digest() + "&from=" + from, scope);
    return response.statusCode() == 201 ? null : upload(response, blob, scope);
  }

  /** Begins to send a blob there. */
  public BlobUpload upload(Descriptor blob) throws RegistryException, InterruptedException {
    Scope scope = Scope.push(repository.name().path());
    return upload(begin("blobs/uploads/", scope), blob, scope);
  }

  private HttpResponse<byte[]> begin(String path, Scope scope)
      throws RegistryException, InterruptedException {
    HttpResponse<byte[]> response =
        repository.http().ask(Ask.of("POST", repository.resource(path), scope));
    if (response.statusCode() != 201 && response.statusCode() != 202) {
      throw refused(response);
    }
    return response;
  }

  private BlobUpload upload(HttpResponse<byte[]> response, Descriptor blob, Scope scope)
      throws RegistryException {
    URI location = BlobUpload.location(response).orElseThrow(() -> refused(response));
    long atLeast = response.headers().firstValueAsLong("oci-chunk-min-length").orElse(0);
    return new BlobUpload(repository, blob, scope, location, atLeast);
  }

  private RegistryException refused(HttpResponse<byte[]> response) {
    return Answers.refusal(
        repository.http().registry(), response, "begins an upload to " + repository.name());
  }
}
