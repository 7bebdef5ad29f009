package dev.slipway.deployer.target.swarm;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.LocalNodeState;
import com.github.dockerjava.api.model.SwarmSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The machine's engine as a Swarm of one node. Closing leaves it only where opening made it: the
 * engine has a single one, which may be somebody else's.
 */
public final class OneNodeSwarm implements AutoCloseable {
  private final DockerClient docker;
  private final boolean ours;

  public OneNodeSwarm(DockerClient docker) {
    this.docker = docker;
    this.ours =
        Objects.requireNonNull(docker.infoCmd().exec().getSwarm()).getLocalNodeState()
            != LocalNodeState.ACTIVE;
    if (ours) {
      docker
          .initializeSwarmCmd(new SwarmSpec())
          .withListenAddr("127.0.0.1:0")
          .withAdvertiseAddr("127.0.0.1")
          .exec();
    }
  }

  /** Removes the services that carry the label, and waits for their containers to be gone. */
  public void removeServices(String label, String value) {
    for (var service : docker.listServicesCmd().withLabelFilter(Map.of(label, value)).exec()) {
      docker.removeServiceCmd(Objects.requireNonNull(service.getId())).exec();
    }
  }

  List<String> services(String label, String value) {
    return docker.listServicesCmd().withLabelFilter(Map.of(label, value)).exec().stream()
        .map(service -> Objects.requireNonNull(service.getId()))
        .toList();
  }

  @Override
  public void close() {
    if (ours) {
      docker.leaveSwarmCmd().withForceEnabled(true).exec();
    }
  }
}
