package dev.slipway.builder.steps;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.StreamType;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.pipeline.SideService;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a service can be used: by the command that the pipeline file gives, else by the
 * image's HEALTHCHECK as the engine reports it, else by somebody listening on the first TCP port
 * that the image exposes. That is read from the kernel's table inside the container, since the
 * engine may be on another machine; where the image has no {@code cat}, or exposes nothing, a
 * service that has run for a second counts as healthy.
 */
final class ServiceHealth {
  private static final Duration ONE_TRY = Duration.ofSeconds(3);
  private static final Duration SETTLED = Duration.ofSeconds(1);
  private static final int LARGEST_TABLE = 1 << 20;

  /** What the engine answers for a program that there is not, or that cannot be run. */
  private static final int CANNOT_RUN = 126;

  private final Containers containers;
  private final SideService service;
  private final boolean imageChecks;
  private final OptionalInt port;
  private boolean blind;

  ServiceHealth(Containers containers, SideService service, InspectImageResponse image) {
    this.containers = containers;
    this.service = service;
    ContainerConfig config = image.getConfig();
    this.imageChecks = config != null && checks(config);
    this.port = config == null ? OptionalInt.empty() : firstPort(config.getExposedPorts());
  }

  /**
   * Looks once.
   *
   * @param age for how long the container has been running
   */
  boolean healthy(String container, Duration age)
      throws BuildFailedException, InterruptedException {
    if (!service.healthCommand().isEmpty()) {
      Answer answer = run(container, service.healthCommand());
      return answer != null && answer.exitCode() == 0;
    }
    if (imageChecks) {
      return "healthy".equals(imageStatus(container));
    }
    if (port.isPresent() && !blind) {
      return listening(container, port.getAsInt());
    }
    return age.compareTo(SETTLED) >= 0;
  }

  /** What is being waited for, in words. */
  String condition() {
    if (!service.healthCommand().isEmpty()) {
      return "its health command to end with 0";
    }
    if (imageChecks) {
      return "its image's HEALTHCHECK";
    }
    return port.isPresent() && !blind ? "port " + port.getAsInt() + " to be open" : "it to settle";
  }

  private boolean listening(String container, int wanted)
      throws BuildFailedException, InterruptedException {
    // The second table is missing where the kernel has no IPv6; the first is printed all the same.
    Answer answer = run(container, List.of("cat", "/proc/net/tcp", "/proc/net/tcp6"));
    blind = answer != null && answer.exitCode() >= CANNOT_RUN;
    return answer != null && ListeningPorts.in(answer.text()).contains(wanted);
  }

  private @Nullable String imageStatus(String container) throws BuildFailedException {
    HealthState health =
        containers.ask(
            "say how a container is",
            docker -> docker.inspectContainerCmd(container).exec().getState().getHealth());
    return health == null ? null : health.getStatus();
  }

  /** Runs a command inside; null when it did not end in time, or the container is not running. */
  private @Nullable Answer run(String container, List<String> command)
      throws BuildFailedException, InterruptedException {
    try {
      String exec =
          containers
              .engine()
              .client()
              .execCreateCmd(container)
              .withAttachStdout(true)
              .withAttachStderr(true)
              .withCmd(command.toArray(String[]::new))
              .exec()
              .getId();
      Collected output = new Collected();
      try (output) {
        boolean ended =
            containers
                .engine()
                .client()
                .execStartCmd(exec)
                .exec(output)
                .awaitCompletion(ONE_TRY.toMillis(), TimeUnit.MILLISECONDS);
        Long code = containers.engine().client().inspectExecCmd(exec).exec().getExitCodeLong();
        return ended && code != null ? new Answer(code, output.text()) : null;
      }
    } catch (DockerException _) {
      // Not running any more, which whoever watches it notices by itself.
      return null;
    }
  }

  private static boolean checks(ContainerConfig config) {
    var check = config.getHealthcheck();
    List<String> test = check == null ? null : check.getTest();
    return test != null && !test.isEmpty() && !test.getFirst().equals("NONE");
  }

  private static OptionalInt firstPort(ExposedPort @Nullable [] exposed) {
    return exposed == null
        ? OptionalInt.empty()
        : Arrays.stream(exposed)
            .filter(port -> port.getProtocol() == InternetProtocol.TCP)
            .mapToInt(ExposedPort::getPort)
            .min();
  }

  private record Answer(long exitCode, String text) {}

  /** What a command prints. Written by docker-java's thread. */
  private static final class Collected extends EngineStream<Collected, Frame> {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    public synchronized void onNext(Frame frame) {
      if (out.size() < LARGEST_TABLE && frame.getStreamType() != StreamType.STDERR) {
        out.writeBytes(frame.getPayload());
      }
    }

    synchronized String text() {
      return out.toString(StandardCharsets.UTF_8);
    }
  }
}
