package dev.slipway.builder.image;

import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.registry.Registry;
import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** A real registry of the tests' own, and the port onto it. */
final class TestRegistry implements Registry, AutoCloseable {
  private static final String MANIFESTS =
      "application/vnd.docker.distribution.manifest.v2+json,"
          + "application/vnd.oci.image.manifest.v1+json";

  /** Lets nobody in but who has {@link #LOGIN}. */
  private static final String PASSWORDS =
      "builder:$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e\n";

  static final RegistryCredentials LOGIN = new RegistryCredentials("builder", "correct horse");

  private final HttpClient http = HttpClient.newHttpClient();
  private final GenericContainer<?> container;
  private final boolean guarded;

  TestRegistry() {
    this(false);
  }

  private TestRegistry(boolean guarded) {
    this.guarded = guarded;
    container =
        new GenericContainer<>(DockerImageName.parse("registry:2"))
            .withExposedPorts(5000)
            .withLabel("dev.slipway.test", "image")
            .waitingFor(Wait.forHttp("/v2/").forStatusCode(guarded ? 401 : 200));
    if (guarded) {
      container
          .withCopyToContainer(Transferable.of(PASSWORDS), "/passwords")
          .withEnv("REGISTRY_AUTH", "htpasswd")
          .withEnv("REGISTRY_AUTH_HTPASSWD_REALM", "test")
          .withEnv("REGISTRY_AUTH_HTPASSWD_PATH", "/passwords");
    }
    container.start();
  }

  /** One that wants a user name and a password. */
  static TestRegistry guarded() {
    return new TestRegistry(true);
  }

  /** As the engine and we reach it. */
  String address() {
    return "127.0.0.1:" + container.getMappedPort(5000);
  }

  @Override
  public void ping() throws RegistryException {
    get("/v2/");
  }

  @Override
  public void verify(ImageReference image) throws RegistryException {
    String path = image.repository().substring(image.repository().indexOf('/') + 1);
    get("/v2/" + path + "/manifests/" + image.digest());
  }

  /** Which digest a tag stands for. */
  String digest(String path, String tag) throws RegistryException {
    return get("/v2/" + path + "/manifests/" + tag)
        .headers()
        .firstValue("Docker-Content-Digest")
        .orElseThrow();
  }

  private HttpResponse<String> get(String path) throws RegistryException {
    URI uri = URI.create("http://" + address() + path);
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", MANIFESTS);
      if (guarded) {
        String login = LOGIN.username() + ":" + LOGIN.password();
        byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
        request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
      }
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new RegistryException(uri + " answered " + answer.statusCode(), "look why");
      }
      return answer;
    } catch (IOException e) {
      throw new RegistryException(uri + " does not answer", "start it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryException(uri + " was not waited for", "try again", e);
    }
  }

  @Override
  public void close() {
    container.stop();
    http.close();
  }
}
