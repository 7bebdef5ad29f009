package dev.slipway.builder.jib;

import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.registry.Registry;
import dev.slipway.core.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A real registry of the tests' own, and the port onto it. */
final class LocalRegistry implements Registry, AutoCloseable {
  private final GenericContainer<?> container;
  private final RegistryHttp http;

  LocalRegistry() {
    container =
        new GenericContainer<>(DockerImageName.parse("registry:2"))
            .withExposedPorts(5000)
            .withLabel("dev.slipway.test", "jib")
            .waitingFor(Wait.forHttp("/v2/").forStatusCode(200));
    container.start();
    http = new RegistryHttp(address(), RegistryLogins.NONE);
  }

  String address() {
    return "127.0.0.1:" + container.getMappedPort(5000);
  }

  RegistryHttp http() {
    return http;
  }

  @Override
  public void ping() {
    // Testcontainers waited for it.
  }

  @Override
  public void verify(ImageReference image) throws RegistryException {
    String path = image.repository().substring(image.repository().indexOf('/') + 1);
    try {
      ImageRecord.read(
          new JibImageBuilder.Target(http, path, this),
          http.manifest(path, image.digest()).orElseThrow(() -> new IOException("no manifest")),
          new CacheFolder(Path.of("/nonexistent"), 0));
    } catch (IOException e) {
      throw new RegistryException(image + " is not whole", "look why", e);
    }
  }

  @Override
  public void close() {
    http.close();
    container.stop();
  }
}
