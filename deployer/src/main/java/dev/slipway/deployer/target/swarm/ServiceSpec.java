package dev.slipway.deployer.target.swarm;

import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.Workload;
import dev.slipway.deployer.target.docker.Environment;
import dev.slipway.deployer.target.docker.Labels;
import dev.slipway.deployer.target.docker.Releases;
import dev.slipway.deployer.target.docker.Volumes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a service of Swarm's is created with, as its API has it.
 *
 * @param network that its container joins; null for none but what publishing needs
 * @param volumeNode the node whose volumes are used
 * @see <a
 *     href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Service/operation/ServiceCreate">the
 *     engine's API</a>
 */
record ServiceSpec(
    String installation, @Nullable String network, String volumeNode, Target.Order order) {
  private static final long NANO_CPUS_PER_THOUSANDTH = 1_000_000;

  /** As quickly as engines start containers again. */
  private static final Duration BEFORE_A_RESTART = Duration.ofMillis(500);

  /** For what serves on a port. */
  Map<String, Object> serving(int replica, int port) throws TargetException {
    Map<String, Object> published =
        Map.of(
            "Protocol",
            "tcp",
            "TargetPort",
            Releases.portInside(order.release()),
            "PublishedPort",
            port,
            "PublishMode",
            "host");
    Map<String, Object> again =
        Map.of("Condition", "any", "Delay", BEFORE_A_RESTART.toNanos());
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("Name", Releases.name(order.release(), String.valueOf(replica)));
    spec.put("Labels", Labels.of(installation, order.deployment(), replica, port));
    spec.put("TaskTemplate", task(workload().command(), again));
    spec.put("Mode", Map.of("Replicated", Map.of("Replicas", 1)));
    // No virtual address: nobody but the edge reaches it, and that by its port.
    spec.put("EndpointSpec", Map.of("Mode", "dnsrr", "Ports", List.of(published)));
    return spec;
  }

  /** For what runs once and is reached by nobody. */
  Map<String, Object> once(List<String> command) throws TargetException {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("Name", Releases.name(order.release(), "once"));
    spec.put("Labels", Labels.once(installation, order.deployment()));
    spec.put("TaskTemplate", task(command, Map.of("Condition", "none")));
    spec.put("Mode", Map.of("Replicated", Map.of("Replicas", 1)));
    spec.put("EndpointSpec", Map.of("Mode", "dnsrr"));
    return spec;
  }

  private Map<String, Object> task(List<String> command, Map<String, Object> restart)
      throws TargetException {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("ContainerSpec", container(command));
    task.put("Resources", Map.of("Limits", limits()));
    task.put("RestartPolicy", restart);
    task.put(
        "LogDriver",
        Map.of("Name", "json-file", "Options", Map.of("max-size", "10m", "max-file", "3")));
    if (network != null) {
      task.put("Networks", List.of(Map.of("Target", network)));
    }
    if (!workload().volumes().isEmpty()) {
      task.put("Placement", Map.of("Constraints", List.of("node.id==" + volumeNode)));
    }
    return task;
  }

  /** It carries no labels of ours: on one engine, those would make it a container of its target. */
  private Map<String, Object> container(List<String> command) throws TargetException {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("Image", order.release().content().image().toString());
    if (!command.isEmpty()) {
      container.put("Args", command);
    }
    container.put("Env", Environment.of(order));
    container.put("Init", true);
    // Engines before 28 do not know it and leave it out.
    container.put("Privileges", Map.of("NoNewPrivileges", true));
    container.put("StopGracePeriod", workload().stopGracePeriod().toNanos());
    container.put("Mounts", workload().volumes().stream().map(this::mount).toList());
    return container;
  }

  private Map<String, Object> mount(Workload.Volume volume) {
    var service = order.release().service();
    return Map.of(
        "Type",
        "volume",
        "Source",
        Volumes.name(installation, service, volume),
        "Target",
        volume.path(),
        "ReadOnly",
        volume.readOnly(),
        "VolumeOptions",
        Map.of("Labels", Volumes.labels(installation, service, volume)));
  }

  private Map<String, Object> limits() {
    Resources resources = workload().resources();
    Map<String, Object> limits = new LinkedHashMap<>();
    limits.put("Pids", Releases.pids(order.release()));
    Integer cpus = resources.cpus();
    if (cpus != null) {
      limits.put("NanoCPUs", cpus * NANO_CPUS_PER_THOUSANDTH);
    }
    Long memory = resources.memory();
    if (memory != null) {
      limits.put("MemoryBytes", memory);
    }
    return limits;
  }

  private Workload workload() {
    return order.release().content().spec().workload();
  }
}
