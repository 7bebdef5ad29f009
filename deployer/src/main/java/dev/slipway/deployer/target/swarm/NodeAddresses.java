package dev.slipway.deployer.target.swarm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.Labels;
import dev.slipway.deployer.target.docker.Reach;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where containers are reached: on the node that runs them. */
final class NodeAddresses {
  private static final String UNKNOWN = "0.0.0.0";

  private final Swarm swarm;
  private final Reach reach;

  NodeAddresses(Swarm swarm, Reach reach) {
    this.swarm = swarm;
    this.reach = reach;
  }

  Instance instance(SwarmService service, List<Task> tasks) throws TargetException {
    return known().instance(service, tasks);
  }

  /** As they are now. */
  Known known() throws TargetException {
    Map<String, String> hosts = new HashMap<>();
    for (JsonNode node : swarm.nodes()) {
      hosts.put(node.path("ID").asText(), address(node));
    }
    return new Known(hosts, reach.host());
  }

  /** A manager that heard of itself by a wildcard says so; what it tells the others is right. */
  static String address(JsonNode node) {
    String address = node.path("Status").path("Addr").asText();
    String manager = node.path("ManagerStatus").path("Addr").asText();
    return address.isEmpty() || address.equals(UNKNOWN)
        ? manager.replaceFirst(":\\d+$", "")
        : address;
  }

  /**
   * Addresses at one moment.
   *
   * @param other where what runs on no node is said to be
   */
  record Known(Map<String, String> hosts, String other) {
    /** From its tasks, newest first. */
    Instance instance(SwarmService service, List<Task> tasks) {
      String host =
          SwarmConditions.current(tasks)
              .or(() -> tasks.stream().findFirst())
              .map(task -> hosts.getOrDefault(task.node(), other))
              .filter(address -> !address.isEmpty())
              .orElse(other);
      return new Instance(service.id(), host, Labels.number(service.labels(), Labels.PORT));
    }
  }
}
