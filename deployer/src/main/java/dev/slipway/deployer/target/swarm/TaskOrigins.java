package dev.slipway.deployer.target.swarm;

import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.EventFeed.Origin;
import dev.slipway.deployer.target.docker.EventFeed.Origins;
import dev.slipway.deployer.target.docker.Labels;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Whose containers tasks are: their own labels tell the service of Swarm's only. */
final class TaskOrigins implements Origins {
  /** Swarm sets it on the containers of tasks. */
  static final String LABEL = "com.docker.swarm.service.id";

  private final Swarm swarm;
  private final String installation;

  /** Also of services that are gone by now, of whose containers more is told. */
  private final Map<String, Optional<Origin>> known = new ConcurrentHashMap<>();

  TaskOrigins(Swarm swarm, String installation) {
    this.swarm = swarm;
    this.installation = installation;
  }

  @Override
  public Optional<Origin> of(String container, Map<String, String> labels) throws TargetException {
    String service = labels.getOrDefault(LABEL, "");
    Optional<Origin> origin = known.get(service);
    if (origin == null) {
      origin =
          swarm
              .service(service)
              .map(SwarmService::labels)
              .filter(own -> installation.equals(own.get(Labels.INSTANCE)))
              .flatMap(own -> Origin.of(service, own));
      known.put(service, origin);
    }
    return origin;
  }
}
