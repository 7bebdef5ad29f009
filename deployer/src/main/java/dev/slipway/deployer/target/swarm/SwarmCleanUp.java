package dev.slipway.deployer.target.swarm;

import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.CleanUpItems;
import dev.slipway.deployer.target.docker.DockerCleanUp;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a Swarm keeps for nobody: services of ended rollouts, and images and networks of the engine
 * that is spoken to. The other nodes' images are out of its reach.
 */
public final class SwarmCleanUp implements CleanUp {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Swarm swarm;
  private final Target target;
  private final String installation;
  private final CleanUp engine;

  /**
   * For the Swarm that the engine manages.
   *
   * @param target on that Swarm, which ends what goes
   * @param registry {@code host:port[/prefix]}, as the names of this installation's images begin
   */
  public SwarmCleanUp(Engine engine, Target target, String installation, String registry) {
    this.swarm = new Swarm(engine);
    this.target = target;
    this.installation = installation;
    this.engine = new DockerCleanUp(engine, installation, registry);
  }

  @Override
  public Plan plan(Keep keep) throws TargetException {
    List<Item> items = new ArrayList<>();
    for (SwarmService service : swarm.services(Map.of(Labels.INSTANCE, installation))) {
      if (!keep.deployments().contains(Labels.deployment(service.labels()))
          && service.createdAt().isBefore(keep.asOf())) {
        items.add(item(service));
      }
    }
    items.addAll(engine.plan(keep).items());
    return new Plan(items);
  }

  private static Item item(SwarmService service) {
    Map<String, String> labels = service.labels();
    return new Item(
        Kind.CONTAINER,
        service.id(),
        service.name(),
        0,
        "release v"
            + labels.get(Labels.RELEASE)
            + " of "
            + labels.get(Labels.SERVICE)
            + " neither serves nor is kept for going back");
  }

  @Override
  public Outcome carryOut(Plan plan) throws TargetException {
    swarm.ownNode();
    return CleanUpItems.remove(plan, this::remove);
  }

  private void remove(Item item) throws TargetException {
    boolean service = item.kind() == Kind.CONTAINER && swarm.service(item.id()).isPresent();
    if (service) {
      target.stop(new Instance(item.id(), "", 0), GRACE);
      return;
    }
    Outcome outcome = engine.carryOut(new Plan(List.of(item)));
    if (!outcome.left().isEmpty()) {
      throw new TargetException(
          outcome.left().getFirst().because(), "", true, new IllegalStateException(item.id()));
    }
  }
}
