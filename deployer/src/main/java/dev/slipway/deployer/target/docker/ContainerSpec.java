package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.Workload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a release's containers are created with.
 *
 * @param network that they join instead of the engine's own; null for that one
 */
record ContainerSpec(String installation, @Nullable String network, Target.Order order) {
  private static final long NANO_CPUS_PER_THOUSANDTH = 1_000_000;

  private static final LogConfig LOG =
      new LogConfig(LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "10m", "max-file", "3"));

  /** For what serves on a port. */
  CreateContainerCmd serving(
      DockerClient docker, List<String> env, int replica, int inside, PublishedPort published) {
    ExposedPort port = ExposedPort.tcp(inside);
    Binding binding = Binding.bindIpAndPort(published.address(), published.port());
    return create(docker, env, workload().command())
        .withName(Releases.name(order.release(), String.valueOf(replica)))
        .withLabels(Labels.of(installation, order.deployment(), replica, published.port()))
        .withExposedPorts(port)
        .withHostConfig(limits().withPortBindings(new PortBinding(binding, port)));
  }

  /** For what runs once and is reached by nobody. */
  CreateContainerCmd once(DockerClient docker, List<String> env, List<String> command) {
    return create(docker, env, command)
        .withName(Releases.name(order.release(), "once"))
        .withLabels(Labels.once(installation, order.deployment()))
        .withHostConfig(limits());
  }

  /** Creates the volumes that are not there yet, with labels that say whose they are. */
  void createVolumes(DockerClient docker) {
    for (Workload.Volume volume : workload().volumes()) {
      docker
          .createVolumeCmd()
          .withName(Volumes.name(installation, order.release().service(), volume))
          .withLabels(Volumes.labels(installation, order.release().service(), volume))
          .exec();
    }
  }

  private CreateContainerCmd create(DockerClient docker, List<String> env, List<String> command) {
    CreateContainerCmd create =
        docker.createContainerCmd(order.release().content().image().toString()).withEnv(env);
    return command.isEmpty() ? create : create.withCmd(command);
  }

  private HostConfig limits() {
    Resources resources = workload().resources();
    HostConfig config =
        HostConfig.newHostConfig()
            // On trial: see Target.keep.
            .withRestartPolicy(RestartPolicy.noRestart())
            // A program as process 1 gets no default for SIGTERM and reaps nobody's children; an
            // init does both for it.
            .withInit(true)
            .withSecurityOpts(List.of("no-new-privileges"))
            .withPidsLimit((long) Releases.pids(order.release()))
            .withBinds(binds())
            .withLogConfig(LOG);
    if (network != null) {
      config.withNetworkMode(network);
    }
    Integer cpus = resources.cpus();
    if (cpus != null) {
      config.withNanoCPUs(cpus * NANO_CPUS_PER_THOUSANDTH);
    }
    Long memory = resources.memory();
    if (memory != null) {
      // The same figure for memory and swap together: no swapping around the limit.
      config.withMemory(memory).withMemorySwap(memory);
    }
    return config;
  }

  private List<Bind> binds() {
    return workload().volumes().stream()
        .map(volume ->
            new Bind(
                Volumes.name(installation, order.release().service(), volume),
                new Volume(volume.path()),
                volume.readOnly() ? AccessMode.ro : AccessMode.rw))
        .toList();
  }

  private Workload workload() {
    return order.release().content().spec().workload();
  }

  /** On which of its machine's addresses and ports a container is reached. */
  record PublishedPort(String address, int port) {}
}
