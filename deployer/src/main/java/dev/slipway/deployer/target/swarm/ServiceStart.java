package dev.slipway.deployer.target.swarm;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Target.Order;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.Ports;
import dev.slipway.deployer.target.docker.Reach;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts services of Swarm's: replicas of a release, what runs once, and again what was halted. */
final class ServiceStart {
  private static final int MOST_PORTS_TRIED = 10;

  private final Swarm swarm;
  private final TaskWait waiting;
  private final SwarmTarget.Place place;
  private final NodeAddresses addresses;

  ServiceStart(Swarm swarm, TaskWait waiting, SwarmTarget.Place place, NodeAddresses addresses) {
    this.swarm = swarm;
    this.waiting = waiting;
    this.place = place;
    this.addresses = addresses;
  }

  /** Until it runs, or has ended by itself; a port that somebody else has is replaced. */
  Instance replica(Order order, int replica) throws TargetException {
    ServiceSpec spec = spec(order);
    for (int tried = 1; ; tried++) {
      int port = Ports.forReach(Reach.LOCAL);
      Map<String, Object> wanted = spec.serving(replica, port);
      String id = swarm.create(wanted, login(order));
      Task begun = begun(id, Set.of());
      if (!begun.neverRan()) {
        SwarmService service = swarm.service(id).orElseThrow(() -> Swarm.gone(id));
        return addresses.instance(service, List.of(begun));
      }
      swarm.remove(id);
      if (!Ports.isTaken(begun.error()) || tried == MOST_PORTS_TRIED) {
        throw refused(order, begun);
      }
    }
  }

  /** What every node pulls with. */
  private Engine.@Nullable Credentials login(Order order) {
    return place.logins().of(order.release().content().image().toString());
  }

  Instance once(Order order, List<String> command) throws TargetException {
    String id = swarm.create(spec(order).once(command), login(order));
    Task begun = begun(id, Set.of());
    if (begun.neverRan()) {
      swarm.remove(id);
      throw refused(order, begun);
    }
    SwarmService service = swarm.service(id).orElseThrow(() -> Swarm.gone(id));
    return addresses.instance(service, List.of(begun));
  }

  /** On its old port, but perhaps on another node; what runs is left as it is. */
  Instance again(String id) throws TargetException {
    SwarmService service = swarm.service(id).orElseThrow(() -> Swarm.gone(id));
    List<Task> before = swarm.tasks(place.installation(), id);
    swarm.change(id, found -> found.withReplicas(1));
    swarm.change(id, SwarmService::asKept);
    Optional<Task> runs = service.halted() ? Optional.empty() : SwarmConditions.current(before);
    Task begun = runs.isPresent() ? runs.get() : begun(id, SwarmTarget.ids(before));
    if (begun.neverRan()) {
      swarm.change(id, found -> found.withReplicas(0));
      throw Ports.isTaken(begun.error())
          ? new TargetException(
              "service " + id + " cannot have its port back: " + begun.error(),
              "stop what listens there, or deploy the release again, which gives it another port",
              false,
              new IllegalStateException(begun.error()))
          : new TargetException(
              "service " + id + " does not run again: " + begun.error(),
              "`docker service ps --no-trunc " + id + "` on a manager says more",
              false,
              new IllegalStateException(begun.error()));
    }
    return addresses.instance(service, List.of(begun));
  }

  /** What does not come to run is removed again. */
  private Task begun(String id, Set<String> old) throws TargetException {
    try {
      return waiting.begun(id, old);
    } catch (TargetException e) {
      if (old.isEmpty()) {
        swarm.remove(id);
      }
      throw e;
    }
  }

  private ServiceSpec spec(Order order) throws TargetException {
    return new ServiceSpec(place.installation(), place.network(), swarm.ownNode(), order);
  }

  private static TargetException refused(Order order, Task task) {
    return new TargetException(
        "node "
            + task.node()
            + " of the Swarm could not start "
            + order.release().content().image()
            + ": "
            + task.error(),
        "see that every node can pull the image, that CMD, ENTRYPOINT or `command:` names a program"
            + " that it has, and that the limits can be met",
        false,
        new IllegalStateException(task.error()));
  }
}
