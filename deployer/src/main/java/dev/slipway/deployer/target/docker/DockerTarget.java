package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Session;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs releases on one Docker engine, each container on a port of its own. What it knows about them
 * it reads from their labels, so that another process can go on where one died.
 *
 * <p>When the engine starts again, it starts what was kept, and neither what was halted nor what
 * was frozen: that one has ended then, and waking starts it.
 */
public final class DockerTarget implements Target {
  private static final String RUNS = "running";
  private static final Pattern ON_LOOPBACK = Pattern.compile("127\\.|localhost[:/]");

  private final Engine engine;
  private final Reach reach;
  private final String installation;
  private final PullLogins logins;
  private final ContainerStart starting;
  private final ContainerEnd ending;
  private final ContainerWatch watching;

  /**
   * A target on that engine.
   *
   * @param installation tells this Slipway's containers from those of others on the same engine
   * @param network of the engine that all containers join; null for the engine's own
   * @param logins for pulling
   */
  public DockerTarget(
      Engine engine,
      Reach reach,
      String installation,
      @Nullable String network,
      PullLogins logins) {
    this.engine = engine;
    this.reach = reach;
    this.installation = installation;
    this.logins = logins;
    this.starting = new ContainerStart(engine, reach, installation, network);
    this.ending = new ContainerEnd(engine);
    this.watching = new ContainerWatch(engine);
  }

  /** A target on the engine beside Slipway. */
  public DockerTarget(Engine engine, String installation, PullLogins logins) {
    this(engine, Reach.of(engine.address(), null), installation, null, logins);
  }

  @Override
  public void prepare(Release release) throws TargetException {
    String image = release.content().image().toString();
    try {
      engine.provide(image, logins.of(image));
    } catch (TargetException e) {
      throw !reach.local() && ON_LOOPBACK.matcher(image).lookingAt() ? outOfReach(image, e) : e;
    }
  }

  private TargetException outOfReach(String image, TargetException e) {
    return new TargetException(
        e.getMessage(),
        "the registry of "
            + image
            + " listens on Slipway's machine only, and the engine runs on "
            + reach.host()
            + ": set `registry` to one that both reach",
        false,
        e);
  }

  @Override
  public List<Instance> start(Order order, int replicas) throws TargetException {
    Replicas found = new Replicas();
    for (Container container : ofDeployment(order.deployment())) {
      int replica = Labels.number(container.getLabels(), Labels.REPLICA);
      boolean serves = Labels.serves(container.getLabels());
      boolean runs = RUNS.equals(container.getState());
      if (serves && !(runs && found.adopt(replica, instance(container)))) {
        ending.remove(container.getId(), Duration.ZERO);
      }
    }
    return found.complete(replicas, replica -> starting.replica(order, replica));
  }

  @Override
  public Instance runOnce(Order order, List<String> command) throws TargetException {
    Optional<Container> begun =
        ofDeployment(order.deployment()).stream()
            .filter(found -> !Labels.serves(found.getLabels()))
            .findFirst();
    if (begun.isPresent() && !"created".equals(begun.get().getState())) {
      return instance(begun.get());
    }
    if (begun.isPresent()) {
      // An earlier attempt died before it started it.
      ending.remove(begun.get().getId(), Duration.ZERO);
    }
    return starting.once(order, command);
  }

  @Override
  public void keep(Instance instance) throws TargetException {
    ending.keep(instance.id());
  }

  @Override
  public Condition condition(Instance instance) throws TargetException {
    return ending.inspect(instance.id()).map(Conditions::of).orElse(new Condition.Gone());
  }

  @Override
  public int check(Instance instance, List<String> command, Duration timeout)
      throws TargetException {
    return new ContainerCommand(engine, instance.id()).run(command, timeout);
  }

  @Override
  public Session open(Instance instance, List<String> command, Session.@Nullable Size terminal)
      throws TargetException {
    return ContainerSession.open(engine, instance.id(), command, terminal);
  }

  @Override
  public List<String> lastLines(Instance instance, int most) throws TargetException {
    return watching.lastLines(instance.id(), most);
  }

  @Override
  public Feed output(Instance instance, int lastLines, Consumer<String> line)
      throws TargetException {
    return watching.output(instance.id(), lastLines, line);
  }

  @Override
  public Feed usage(Instance instance, Consumer<Usage> figures) throws TargetException {
    return watching.usage(instance.id(), figures);
  }

  @Override
  public Feed events(Instant since, Consumer<ContainerEvent> listener) throws TargetException {
    String ours = Labels.INSTANCE + "=" + installation;
    return EventFeed.follow(engine, ours, since, EventFeed.Origin::of, listener);
  }

  @Override
  public List<Placed> containers(ServiceId service) throws TargetException {
    return labelled(Map.of(Labels.SERVICE, service.value())).stream()
        .filter(found -> Labels.serves(found.getLabels()))
        .map(this::placed)
        .toList();
  }

  @Override
  public List<ServiceId> services() throws TargetException {
    return labelled(Map.of()).stream()
        .map(Container::getLabels)
        .filter(Labels::serves)
        .map(labels -> new ServiceId(labels.getOrDefault(Labels.SERVICE, "")))
        .distinct()
        .toList();
  }

  @Override
  public void freeze(Instance instance) throws TargetException {
    ending.freeze(instance.id());
  }

  @Override
  public void halt(Instance instance, Duration grace) throws TargetException {
    ending.halt(instance.id(), grace);
  }

  @Override
  public Instance wake(Instance instance) throws TargetException {
    // Most often it is frozen, and visitors may be waiting: no look before that.
    if (ending.unfreeze(instance.id())) {
      return instance;
    }
    switch (condition(instance)) {
      case Condition.Running _, Condition.Frozen _ -> {}
      case Condition.Exited _ -> starting.again(instance);
      case Condition.Gone _ ->
          throw new TargetException(
              "container " + instance.id() + " is gone and cannot run again",
              "deploy its release again, which starts another",
              false,
              new NotFoundException(instance.id()));
    }
    return instance;
  }

  @Override
  public void stop(Instance instance, Duration grace) throws TargetException {
    ending.remove(instance.id(), grace);
  }

  @Override
  public void forget(Deployment deployment) throws TargetException {
    for (Container found : ofDeployment(deployment)) {
      if (!Labels.serves(found.getLabels())) {
        ending.remove(found.getId(), Duration.ZERO);
      }
    }
  }

  private List<Container> ofDeployment(Deployment deployment) throws TargetException {
    return labelled(Map.of(Labels.DEPLOYMENT, deployment.id().value()));
  }

  private List<Container> labelled(Map<String, String> labels) throws TargetException {
    Map<String, String> all = new LinkedHashMap<>(labels);
    all.put(Labels.INSTANCE, installation);
    return engine.ask(
        "list containers",
        docker -> docker.listContainersCmd().withShowAll(true).withLabelFilter(all).exec());
  }

  private Placed placed(Container found) {
    return new Placed(
        instance(found),
        Labels.deployment(found.getLabels()),
        Labels.number(found.getLabels(), Labels.RELEASE),
        Instant.ofEpochSecond(found.getCreated()),
        RUNS.equals(found.getState()));
  }

  private Instance instance(Container found) {
    int port = Labels.number(found.getLabels(), Labels.PORT);
    return new Instance(found.getId(), reach.host(), port);
  }
}
