package dev.slipway.builder.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.SSLConfig;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.slipway.builder.image.session.EngineEndpoint;
import dev.slipway.core.build.BuildFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The container engine: its typed API, and the connection below it for what that does not cover.
 * Safe for concurrent use.
 *
 * @param address where it listens, as a person would write it into {@code DOCKER_HOST}
 * @param endpoint the same, for connections that neither of the others can make
 */
public record Engine(
    String address, EngineEndpoint endpoint, DockerClient client, DockerHttpClient http)
    implements AutoCloseable {

  /** The engine that {@code DOCKER_HOST} and its kin name, else the machine's own. */
  public static Engine fromEnvironment() {
    return at(DefaultDockerClientConfig.createDefaultConfigBuilder().build());
  }

  /** The engine at a URI such as {@code unix:///var/run/docker.sock}. */
  public static Engine at(String address) {
    return at(
        DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(address).build());
  }

  /**
   * Whether Dockerfiles are built by BuildKit here, or by the classic builder.
   *
   * @throws BuildFailedException when the engine does not answer
   */
  public boolean buildsByBuildKit() throws BuildFailedException {
    return EngineGreeting.of(this).buildKit();
  }

  private static Engine at(DockerClientConfig config) {
    // No response timeout: a build step may be silent for as long as it likes.
    DockerHttpClient http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .connectionTimeout(Duration.ofSeconds(5))
            .build();
    return new Engine(
        config.getDockerHost().toString(),
        new EngineEndpoint(config.getDockerHost(), tls(config.getSSLConfig())),
        DockerClientImpl.getInstance(config, http),
        http);
  }

  private static @Nullable SSLContext tls(@Nullable SSLConfig config) {
    try {
      return config == null ? null : config.getSSLContext();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the certificates for the engine cannot be used: "
              + e.getMessage()
              + "; check DOCKER_CERT_PATH",
          e);
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
