package dev.slipway.deployer.target.swarm;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Session;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.ContainerCommand;
import dev.slipway.deployer.target.docker.ContainerSession;
import dev.slipway.deployer.target.docker.ContainerWatch;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.EventFeed;
import dev.slipway.deployer.target.docker.Labels;
import dev.slipway.deployer.target.docker.PullLogins;
import dev.slipway.deployer.target.docker.Reach;
import dev.slipway.deployer.target.docker.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs releases on a Docker Swarm. Each container is a service of Swarm's with one task, so that it
 * can be started, halted and removed by itself; an instance's id is that service's. See
 * docs/decisions/0012-swarm.md for why, and for what Swarm cannot do.
 */
public final class SwarmTarget implements Target {
  private final Swarm swarm;
  private final String installation;
  private final PullLogins logins;
  private final LocalTasks local;
  private final SwarmConditions conditions;
  private final TaskWait waiting;
  private final TaskOutput output;
  private final ServiceStart starting;
  private final NodeAddresses addresses;

  /**
   * A target on the Swarm that the engine manages.
   *
   * @param reach where the engine's own node is reached if Swarm does not know
   * @param installation tells this Slipway's services from those of others on the same Swarm
   * @param network of the Swarm that all containers join; null for none
   * @param logins for pulling, given to every node
   */
  public SwarmTarget(
      Engine engine,
      Reach reach,
      String installation,
      @Nullable String network,
      PullLogins logins) {
    this.swarm = new Swarm(engine);
    this.installation = installation;
    this.logins = logins;
    this.local = new LocalTasks(engine);
    this.conditions = new SwarmConditions(engine, local);
    this.waiting = new TaskWait(swarm, local, installation);
    this.output = new TaskOutput(swarm);
    this.addresses = new NodeAddresses(swarm, reach);
    this.starting =
        new ServiceStart(swarm, waiting, new Place(installation, network, logins), addresses);
  }

  @Override
  public void prepare(Release release) throws TargetException {
    String image = release.content().image().toString();
    swarm.engine().provide(image, logins.of(image));
  }

  @Override
  public List<Instance> start(Order order, int replicas) throws TargetException {
    Replicas found = new Replicas();
    Map<String, List<Task>> tasks = swarm.tasks(installation);
    for (SwarmService service : ofDeployment(order.deployment())) {
      if (!Labels.serves(service.labels())) {
        continue;
      }
      List<Task> own = tasks.getOrDefault(service.id(), List.of());
      int replica = Labels.number(service.labels(), Labels.REPLICA);
      boolean runs = conditions.of(service, own) instanceof Condition.Running;
      if (!(runs && found.adopt(replica, addresses.instance(service, own)))) {
        remove(service, Duration.ZERO);
      }
    }
    return found.complete(replicas, replica -> starting.replica(order, replica));
  }

  @Override
  public Instance runOnce(Order order, List<String> command) throws TargetException {
    Optional<SwarmService> begun =
        ofDeployment(order.deployment()).stream()
            .filter(service -> !Labels.serves(service.labels()))
            .findFirst();
    return begun.isPresent()
        ? addresses.instance(begun.get(), List.of())
        : starting.once(order, command);
  }

  @Override
  public void keep(Instance instance) throws TargetException {
    swarm.change(instance.id(), SwarmService::asKept);
  }

  @Override
  public Condition condition(Instance instance) throws TargetException {
    Optional<SwarmService> service = swarm.service(instance.id());
    return service.isEmpty() ? new Condition.Gone() : conditions.of(service.get(), tasks(instance));
  }

  @Override
  public int check(Instance instance, List<String> command, Duration timeout)
      throws TargetException {
    String container =
        local.reachable(running(instance, "run " + command + " in"), "run a command in");
    return new ContainerCommand(swarm.engine(), container).run(command, timeout);
  }

  @Override
  public Session open(Instance instance, List<String> command, Session.@Nullable Size terminal)
      throws TargetException {
    String container =
        local.reachable(
            running(instance, "run " + command.getFirst() + " in"),
            "run a command in",
            "use `docker exec` on that node");
    return ContainerSession.open(swarm.engine(), container, command, terminal);
  }

  @Override
  public List<String> lastLines(Instance instance, int most) throws TargetException {
    boolean kept = swarm.service(instance.id()).filter(SwarmService::kept).isPresent();
    List<Task> tasks = tasks(instance);
    if (tasks.isEmpty()) {
      return List.of();
    }
    // What ended first on trial says why; what runs for long has other things to say by now.
    return output.lastLines(kept ? tasks.getFirst() : tasks.getLast(), most);
  }

  @Override
  public Feed output(Instance instance, int lastLines, Consumer<String> line)
      throws TargetException {
    Optional<Task> task = tasks(instance).stream().findFirst();
    return output.follow(task.orElse(null), lastLines, line);
  }

  @Override
  public Feed usage(Instance instance, Consumer<Usage> figures) throws TargetException {
    String container = local.reachable(running(instance, "look at"), "see what is used by");
    return new ContainerWatch(swarm.engine()).usage(container, figures);
  }

  /** Of the containers on the node that is spoken to: engines tell of no others. */
  @Override
  public Feed events(Instant since, Consumer<ContainerEvent> listener) throws TargetException {
    TaskOrigins origins = new TaskOrigins(swarm, installation);
    return EventFeed.follow(swarm.engine(), TaskOrigins.LABEL, since, origins, listener);
  }

  @Override
  public List<Placed> containers(ServiceId service) throws TargetException {
    Map<String, List<Task>> tasks = swarm.tasks(installation);
    NodeAddresses.Known known = addresses.known();
    return swarm
        .services(Map.of(Labels.INSTANCE, installation, Labels.SERVICE, service.value()))
        .stream()
        .filter(found -> Labels.serves(found.labels()))
        .map(found -> placed(found, tasks.getOrDefault(found.id(), List.of()), known))
        .toList();
  }

  private static Placed placed(SwarmService found, List<Task> tasks, NodeAddresses.Known known) {
    Map<String, String> labels = found.labels();
    return new Placed(
        known.instance(found, tasks),
        Labels.deployment(labels),
        Labels.number(labels, Labels.RELEASE),
        found.createdAt(),
        !found.halted() && SwarmConditions.current(tasks).isPresent());
  }

  @Override
  public List<ServiceId> services() throws TargetException {
    return swarm.services(Map.of(Labels.INSTANCE, installation)).stream()
        .map(SwarmService::labels)
        .filter(Labels::serves)
        .map(labels -> new ServiceId(labels.getOrDefault(Labels.SERVICE, "")))
        .distinct()
        .toList();
  }

  /** Swarm cannot: it runs on. */
  @Override
  public void freeze(Instance instance) throws TargetException {
    if (swarm.service(instance.id()).isEmpty()) {
      throw Swarm.gone(instance.id());
    }
  }

  @Override
  public void halt(Instance instance, Duration grace) throws TargetException {
    Optional<SwarmService> service = swarm.service(instance.id());
    if (service.isPresent()) {
      swarm.change(instance.id(), found -> found.withReplicas(0));
      waiting.ended(instance.id(), grace, service.get().grace());
    }
  }

  @Override
  public Instance wake(Instance instance) throws TargetException {
    return starting.again(instance.id());
  }

  @Override
  public void stop(Instance instance, Duration grace) throws TargetException {
    Optional<SwarmService> service = swarm.service(instance.id());
    if (service.isPresent()) {
      remove(service.get(), grace);
    }
  }

  @Override
  public void forget(Deployment deployment) throws TargetException {
    for (SwarmService service : ofDeployment(deployment)) {
      if (!Labels.serves(service.labels())) {
        remove(service, Duration.ZERO);
      }
    }
  }

  private void remove(SwarmService service, Duration grace) throws TargetException {
    swarm.remove(service.id());
    waiting.ended(service.id(), grace, service.grace());
  }

  private List<Task> tasks(Instance instance) throws TargetException {
    return swarm.tasks(installation, instance.id());
  }

  private Task running(Instance instance, String what) throws TargetException {
    return SwarmConditions.current(tasks(instance))
        .orElseThrow(() ->
            new TargetException(
                "could not " + what + " container " + instance + ": it does not run",
                "see its last lines",
                false,
                new NotFoundException(instance.id())));
  }

  private List<SwarmService> ofDeployment(Deployment deployment) throws TargetException {
    return swarm.services(
        Map.of(Labels.INSTANCE, installation, Labels.DEPLOYMENT, deployment.id().value()));
  }

  /** What all services of a target have in common. */
  record Place(String installation, @Nullable String network, PullLogins logins) {}

  static Set<String> ids(List<Task> tasks) {
    return tasks.stream().map(Task::id).collect(Collectors.toUnmodifiableSet());
  }
}
