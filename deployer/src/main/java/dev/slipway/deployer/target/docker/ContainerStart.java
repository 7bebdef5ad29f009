package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import com.github.dockerjava.api.model.RestartPolicy;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.DeploySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Starts one replica of a release as a container. */
final class ContainerStart {
  private static final int MOST_PORTS_TRIED = 10;
  private static final long MOST_PROCESSES = 4096;
  private static final long NANO_CPUS_PER_THOUSANDTH = 1_000_000;
  private static final LogConfig LOG =
      new LogConfig(LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "10m", "max-file", "3"));

  private final Engine engine;
  private final String installation;

  ContainerStart(Engine engine, String installation) {
    this.engine = engine;
    this.installation = installation;
  }

  /** Creates and starts it; a port that somebody else took meanwhile is replaced by another. */
  Instance start(Deployment deployment, Release release, int replica) throws TargetException {
    int containerPort = containerPort(release);
    for (int tried = 1; ; tried++) {
      int port = Ports.free();
      String id =
          engine.ask(
              "create a container of " + release.content().image(),
              docker ->
                  create(docker, release, replica)
                      .withLabels(Labels.of(installation, deployment, replica, port))
                      .withExposedPorts(ExposedPort.tcp(containerPort))
                      .withHostConfig(limits(release.content().spec(), containerPort, port))
                      .exec()
                      .getId());
      try {
        engine.ask(
            "start a container of " + release.content().image(),
            docker -> docker.startContainerCmd(id).exec());
        return new Instance(id, Ports.HOST, port);
      } catch (TargetException e) {
        engine.ask(
            "remove container " + id,
            docker -> docker.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec());
        if (!isPortTaken(e) || tried == MOST_PORTS_TRIED) {
          throw startFailed(release, e);
        }
      }
    }
  }

  private static CreateContainerCmd create(DockerClient docker, Release release, int replica) {
    DeploySpec spec = release.content().spec();
    CreateContainerCmd create =
        docker
            .createContainerCmd(release.content().image().toString())
            .withName(name(release, replica))
            .withEnv(env(spec));
    return spec.command().isEmpty() ? create : create.withCmd(spec.command());
  }

  private static HostConfig limits(DeploySpec spec, int containerPort, int port) {
    HostConfig config =
        HostConfig.newHostConfig()
            .withPortBindings(
                new PortBinding(
                    Binding.bindIpAndPort(Ports.HOST, port), ExposedPort.tcp(containerPort)))
            // On trial: see Target.keep.
            .withRestartPolicy(RestartPolicy.noRestart())
            // A program as process 1 gets no default for SIGTERM and reaps nobody's children; an
            // init does both for it.
            .withInit(true)
            .withSecurityOpts(List.of("no-new-privileges"))
            .withPidsLimit(MOST_PROCESSES)
            .withLogConfig(LOG);
    Integer cpus = spec.resources().cpus();
    if (cpus != null) {
      config.withNanoCPUs(cpus * NANO_CPUS_PER_THOUSANDTH);
    }
    Long memory = spec.resources().memory();
    if (memory != null) {
      // The same figure for memory and swap together: no swapping around the limit.
      config.withMemory(memory).withMemorySwap(memory);
    }
    return config;
  }

  private static List<String> env(DeploySpec spec) {
    List<String> env = new ArrayList<>();
    Integer port = spec.port();
    if (port != null && !spec.env().containsKey("PORT")) {
      env.add("PORT=" + port);
    }
    spec.env().forEach((name, value) -> env.add(name + "=" + value));
    return env;
  }

  /** Readable in {@code docker ps}; the last part keeps a repeated attempt from colliding. */
  private static String name(Release release, int replica) {
    String service =
        release
            .content()
            .spec()
            .service()
            .replaceAll("[^a-zA-Z0-9_.-]", "-")
            .replaceAll("^[^a-zA-Z0-9]+", "");
    String suffix =
        String.format(Locale.ROOT, "%06x", ThreadLocalRandom.current().nextInt(1 << 24));
    return (service.isEmpty() ? "service" : service)
        + "-"
        + release.label()
        + "-"
        + replica
        + "-"
        + suffix;
  }

  private static int containerPort(Release release) throws TargetException {
    Integer port = release.content().spec().port();
    if (port == null) {
      throw new TargetException(
          "it is not known which port " + release.content().image() + " listens on",
          "add EXPOSE to the Dockerfile or `deploy: port:` to .slipway.yml",
          false,
          new IllegalArgumentException("no port"));
    }
    return port;
  }

  private static boolean isPortTaken(TargetException e) {
    return e.getMessage().contains("port is already allocated")
        || e.getMessage().contains("address already in use");
  }

  private static TargetException startFailed(Release release, TargetException e) {
    String said = e.getCause() instanceof DockerException cause ? Engine.said(cause) : "";
    if (said.contains("docker-init")) {
      return new TargetException(
          e.getMessage(),
          "install the engine's init: `docker-init` comes with Docker, or with Debian's tini",
          false,
          e);
    }
    boolean noCommand = said.contains("executable file not found") || said.contains("no command");
    return noCommand
        ? new TargetException(
            "the command of " + release.content().image() + " cannot be started: " + said,
            "see that CMD, ENTRYPOINT or `command:` names a program that the image has",
            false,
            e)
        : e;
  }
}
