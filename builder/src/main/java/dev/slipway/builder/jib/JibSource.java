package dev.slipway.builder.jib;

import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.http.ResponseException;
import com.google.cloud.tools.jib.image.json.BuildableManifestTemplate;
import com.google.cloud.tools.jib.image.json.ManifestListTemplate;
import com.google.cloud.tools.jib.registry.ManifestAndDigest;
import com.google.cloud.tools.jib.registry.RegistryClient;
import dev.slipway.builder.image.RegistryCredentials;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A repository of anybody's registry, by Jib's client: it knows their ways to sign in, their
 * redirects and their forms of manifests. Always over TLS. Safe for concurrent use.
 */
final class JibSource implements BaseSource {
  private final ImageReference image;
  private final @Nullable RegistryCredentials login;

  /**
   * The repository of an image.
   *
   * @param login to its registry; null for nobody
   */
  JibSource(ImageReference image, @Nullable RegistryCredentials login) {
    this.image = image;
    this.login = login;
  }

  @Override
  public Optional<String> mountableFrom() {
    return Optional.empty();
  }

  @Override
  public Optional<Found> find(String reference, String platform) throws IOException {
    try {
      return calling(client -> find(client, reference, platform));
    } catch (NotThereException _) {
      return Optional.empty();
    }
  }

  private Optional<Found> find(RegistryClient client, String reference, String platform)
      throws IOException, RegistryException {
    ManifestAndDigest<?> manifest = client.pullManifest(reference);
    if (manifest.getManifest() instanceof BuildableManifestTemplate one) {
      List<Part> layers =
          one.getLayers().stream()
              .map(layer -> new Part(String.valueOf(layer.getDigest()), layer.getSize()))
              .toList();
      String config =
          String.valueOf(
              one.getContainerConfiguration() == null
                  ? ""
                  : one.getContainerConfiguration().getDigest());
      return Optional.of(new Found(manifest.getDigest().toString(), config, layers));
    }
    if (manifest.getManifest() instanceof ManifestListTemplate several) {
      String[] parts = platform.split("/", -1);
      List<String> digests = several.getDigestsForPlatform(parts[1], parts[0]);
      return digests.isEmpty() ? Optional.empty() : find(client, digests.getFirst(), platform);
    }
    return Optional.empty();
  }

  @Override
  public void pull(String digest, OutputStream out) throws IOException {
    calling(client ->
        client.pullBlob(DescriptorDigest.fromDigest(digest), _ -> {}, _ -> {}).writeTo(out));
  }

  /** Jib's HTTP client keeps all it made until it is shut down, so each call has its own. */
  private <T> T calling(Call<T> call) throws IOException {
    FailoverHttpClient http = new FailoverHttpClient(false, false, _ -> {});
    try {
      RegistryClient.Factory factory =
          RegistryClient.factory(
                  EventHandlers.NONE, image.getRegistry(), image.getRepository(), http)
              .setUserAgent("slipway");
      if (login != null) {
        factory.setCredential(Credential.from(login.username(), login.password()));
      }
      RegistryClient client = factory.newRegistryClient();
      if (!client.doPullBearerAuth() && login != null) {
        client.configureBasicAuth();
      }
      return call.on(client);
    } catch (RegistryException | DigestException e) {
      throw missing(e) ? new NotThereException(e) : new IOException(e.getMessage(), e);
    } finally {
      http.shutDown();
    }
  }

  private static boolean missing(Exception e) {
    return e.getCause() instanceof ResponseException response && response.getStatusCode() == 404;
  }

  /** The registry answered, and does not have it. */
  private static final class NotThereException extends IOException {
    private static final long serialVersionUID = 1L;

    private NotThereException(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    T on(RegistryClient client) throws IOException, RegistryException, DigestException;
  }
}
