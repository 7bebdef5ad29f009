package dev.slipway.builder.steps;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.slipway.builder.image.Engine;
import dev.slipway.builder.image.EngineErrors;
import dev.slipway.builder.image.Exchange;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure.Infrastructure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks the engine about containers, and says in words what it refuses. Safe for concurrent use. */
final class Containers {
  private static final int NOT_FOUND = 404;
  private static final int REFUSED = 400;
  private static final int LONGEST_REFUSAL = 4096;
  private static final int BUFFER = 64 * 1024;
  private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"(.*)\"");

  private final Engine engine;

  Containers(Engine engine) {
    this.engine = engine;
  }

  Engine engine() {
    return engine;
  }

  /**
   * Has the engine do something.
   *
   * @param what as it follows "refused to" in a sentence
   */
  <T> T ask(String what, Function<DockerClient, T> question) throws BuildFailedException {
    try {
      return question.apply(engine.client());
    } catch (RuntimeException e) {
      throw new BuildFailedException(EngineErrors.of(engine, what, e), e);
    }
  }

  /** Removes a container, running or not, with the volumes that have no name. */
  void remove(String container) throws BuildFailedException {
    ask(
        "remove container " + container,
        docker -> {
          try {
            docker.removeContainerCmd(container).withForce(true).withRemoveVolumes(true).exec();
          } catch (NotFoundException _) {
            // Somebody else was faster.
          }
          return container;
        });
  }

  /**
   * Creates a container that never starts: the way to reach into a volume.
   *
   * @param image any that the engine has, since nothing of it runs
   * @param path where the volume is in it
   */
  String holder(String image, String volume, String path, Map<String, String> labels)
      throws BuildFailedException {
    HostConfig config =
        HostConfig.newHostConfig()
            .withNetworkMode("none")
            .withMounts(List.of(Confinement.mount(volume, path, false)));
    return ask(
        "create a container of image " + image,
        docker ->
            docker
                .createContainerCmd(image)
                .withEntrypoint("/bin/true")
                .withLabels(labels)
                .withHostConfig(config)
                .exec()
                .getId());
  }

  /** Unpacks a tar archive in a folder of a container. */
  void unpack(String container, String folder, InputStream archive, Cancellation cancellation)
      throws BuildFailedException {
    Request request =
        Request.builder()
            .method(Request.Method.PUT)
            .path(path(container, folder))
            .putHeader("Content-Type", "application/x-tar")
            .body(archive)
            .build();
    try (Exchange exchange = new Exchange(engine.http());
        var _ = cancellation.onCancel(exchange::breakOff)) {
      refused("take files for a container", exchange.send(request));
    } catch (IOException | RuntimeException e) {
      cancellation.check();
      throw new BuildFailedException(EngineErrors.away(engine, e), e);
    }
    cancellation.check();
  }

  /**
   * Packs a file or folder of a container.
   *
   * @return null when there is nothing at that path
   * @throws IOException when the engine does not hand it out
   */
  @Nullable Packed pack(String container, String path) throws IOException {
    Request request =
        Request.builder().method(Request.Method.GET).path(path(container, path)).build();
    Exchange exchange = new Exchange(engine.http());
    try {
      Response response = exchange.send(request);
      if (response.getStatusCode() < REFUSED) {
        return new Packed(exchange, new BufferedInputStream(response.getBody(), BUFFER));
      }
      String refusal = text(response);
      exchange.close();
      // The same status says that the container is gone, which its own words tell apart.
      if (response.getStatusCode() == NOT_FOUND && !refusal.contains("No such container")) {
        return null;
      }
      throw new IOException("the engine refused to hand out " + path + ": " + said(refusal));
    } catch (RuntimeException e) {
      exchange.close();
      throw new IOException(EngineErrors.away(engine, e).message(), e);
    }
  }

  /** What the engine says in an answer to docker-java, without its wrapping. */
  static String said(DockerException e) {
    return said(String.valueOf(e.getMessage()));
  }

  private static String said(String answer) {
    Matcher json = MESSAGE.matcher(answer);
    return json.find()
        ? json.group(1).replace("\\\"", "\"").replace("\\n", " ").strip()
        : answer.strip();
  }

  private static void refused(String what, Response response)
      throws BuildFailedException, IOException {
    if (response.getStatusCode() >= REFUSED) {
      throw new BuildFailedException(
          new Infrastructure(
              "the engine refused to " + what + ": " + said(text(response)),
              "the engine's log tells more; its disk may be full (`docker system df`)",
              true));
    }
  }

  private static String text(Response response) throws IOException {
    return new String(response.getBody().readNBytes(LONGEST_REFUSAL), StandardCharsets.UTF_8);
  }

  private static String path(String container, String path) {
    return "/containers/"
        + container
        + "/archive?path="
        + URLEncoder.encode(path, StandardCharsets.UTF_8);
  }

  /**
   * A tar archive on its way.
   *
   * @param archive its bytes
   */
  record Packed(Exchange exchange, InputStream archive) implements AutoCloseable {
    @Override
    public void close() {
      exchange.close();
    }
  }
}
