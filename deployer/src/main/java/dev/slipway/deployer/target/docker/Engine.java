package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.slipway.core.Secret;
import dev.slipway.core.deploy.TargetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one Docker engine, which says in words what goes wrong there. Safe for concurrent
 * use.
 */
public final class Engine implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Between two bytes of an answer: an engine that says nothing for longer is stuck. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final DockerClient client;
  private final DockerClient patient;
  private final DockerHttpClient http;
  private final EngineDoor door;
  private final String address;
  private final EngineTrouble trouble;

  private Engine(
      DockerClient client, DockerClient patient, DockerHttpClient http, EngineDoor door) {
    this.client = client;
    this.patient = patient;
    this.http = http;
    this.door = door;
    this.address = door.host().toString();
    this.trouble = new EngineTrouble(address);
  }

  /** Connects as the docker command does: by {@code DOCKER_HOST} and its friends. */
  public static Engine fromEnvironment() {
    return open(DefaultDockerClientConfig.createDefaultConfigBuilder().build());
  }

  /**
   * Connects to an address.
   *
   * @param dockerHost {@code unix:///var/run/docker.sock} or {@code tcp://host:port}
   */
  public static Engine at(String dockerHost) {
    return open(
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(dockerHost)
            .withDockerTlsVerify(false)
            .build());
  }

  /**
   * Connects to an address by TLS, each side proving who it is.
   *
   * @param dockerHost {@code tcp://host:port}
   * @param certificates a folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, as the
   *     docker command wants them
   */
  public static Engine at(String dockerHost, Path certificates) {
    return open(
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(dockerHost)
            .withDockerTlsVerify(true)
            .withDockerCertPath(certificates.toString())
            .build());
  }

  private static Engine open(DockerClientConfig config) {
    DockerHttpClient http = transport(config, ANSWER);
    return new Engine(
        DockerClientImpl.getInstance(config, http),
        DockerClientImpl.getInstance(config, transport(config, null)),
        http,
        new EngineDoor(config.getDockerHost(), config.getSSLConfig()));
  }

  private static DockerHttpClient transport(DockerClientConfig config, @Nullable Duration answer) {
    var builder =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .connectionTimeout(CONNECT);
    return answer == null ? builder.build() : builder.responseTimeout(answer).build();
  }

  /** Where it is, as {@code DOCKER_HOST} writes it. */
  public String address() {
    return address;
  }

  /**
   * Makes sure that the engine answers.
   *
   * @throws TargetException when it does not, with what to do
   */
  public void ping() throws TargetException {
    ask("answer", docker -> docker.pingCmd().exec());
  }

  /**
   * Asks the engine about itself.
   *
   * @throws TargetException when it does not answer, with what to do
   */
  public EngineFacts about() throws TargetException {
    return ask(
        "say what it is",
        docker -> {
          Info info = docker.infoCmd().exec();
          return new EngineFacts(
              address,
              Objects.requireNonNullElse(info.getServerVersion(), "unknown"),
              Objects.requireNonNullElse(info.getDockerRootDir(), ""));
        });
  }

  /**
   * What it runs, {@code linux/amd64}, as image configurations name it.
   *
   * @throws TargetException when it does not answer, with what to do
   */
  public String platform() throws TargetException {
    return ask(
        "say its platform",
        docker -> {
          Version version = docker.versionCmd().exec();
          return version.getOperatingSystem() + "/" + version.getArch();
        });
  }

  /** Whether it has the image, by any name or digest. */
  public boolean hasImage(String image) throws TargetException {
    return ask(
        "look for image " + image,
        docker -> {
          try {
            docker.inspectImageCmd(image).exec();
            return true;
          } catch (NotFoundException e) {
            return false;
          }
        });
  }

  /** Pulls {@code name:tag} or {@code name@digest}, where it is not there yet. */
  public void provide(String image, @Nullable Credentials credentials) throws TargetException {
    if (hasImage(image)) {
      return;
    }
    ask(
        "pull image " + image,
        docker -> {
          var pull = docker.pullImageCmd(image);
          if (credentials != null) {
            pull.withAuthConfig(
                new AuthConfig()
                    .withUsername(credentials.user())
                    .withPassword(credentials.password().reveal()));
          }
          pull.exec(new PullImageResultCallback()).awaitCompletion();
          return true;
        });
    if (!hasImage(image)) {
      throw new TargetException(
          "the engine pulled image " + image + " and does not have it",
          "pull it by hand with `docker pull " + image + "` to see what happens",
          true,
          new IOException("no such image after a pull"));
    }
  }

  /**
   * Has the engine do something.
   *
   * @param what as it follows "could not" in a sentence
   */
  public <T> T ask(String what, Question<T> question) throws TargetException {
    return ask(what, question, client);
  }

  /**
   * The same for an answer that may say nothing for long, such as output that is followed. Whoever
   * asks ends it.
   */
  public <T> T follow(String what, Question<T> question) throws TargetException {
    return ask(what, question, patient);
  }

  private <T> T ask(String what, Question<T> question, DockerClient of) throws TargetException {
    try {
      return question.put(of);
    } catch (DockerException e) {
      throw trouble.refused(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("told to stop before it could " + what, "", true, e);
    } catch (RuntimeException e) {
      throw trouble.broken(what, e);
    }
  }

  /**
   * Asks what docker-java has no call for.
   *
   * @param what as it follows "could not" in a sentence
   */
  public <T> T request(String what, DockerHttpClient.Request request, Answer<T> answer)
      throws TargetException {
    return ask(
        what,
        _ -> {
          try (DockerHttpClient.Response response = http.execute(request)) {
            return answer.read(response);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * Asks for something over a connection that belongs to it from then on; whoever asks closes it.
   *
   * @param what as it follows "could not" in a sentence
   */
  EngineDoor.Connection hijack(String what, String path, Object body) throws TargetException {
    return ask(
        what,
        _ -> {
          try {
            return Hijack.post(door.connect(CONNECT), path, body);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void close() throws IOException {
    client.close();
    patient.close();
  }

  /** Something to ask an engine. */
  public interface Question<T> {
    T put(DockerClient docker) throws InterruptedException;
  }

  /** Reads what an engine answers. */
  public interface Answer<T> {
    /**
     * The answer's content.
     *
     * @throws DockerException when the engine refuses
     */
    T read(DockerHttpClient.Response response) throws IOException;
  }

  /** For pulling from a registry that asks for them. */
  public record Credentials(String user, Secret password) {}
}
