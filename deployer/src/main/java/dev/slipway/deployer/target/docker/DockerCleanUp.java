package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.TargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What one engine keeps for nobody: containers and networks with this installation's label, and
 * images of its registry. Two installations that share a registry must not share an engine.
 */
public final class DockerCleanUp implements CleanUp {
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** From the making of a network to the first container in it. */
  static final Duration YOUNG = Duration.ofHours(1);

  private final Engine engine;
  private final String installation;
  private final EngineImages images;
  private final ContainerEnd ending;

  /**
   * For that engine.
   *
   * @param registry {@code host:port[/prefix]}, as the names of this installation's images begin
   */
  public DockerCleanUp(Engine engine, String installation, String registry) {
    this.engine = engine;
    this.installation = installation;
    this.images = new EngineImages(engine, registry);
    this.ending = new ContainerEnd(engine);
  }

  @Override
  public Plan plan(Keep keep) throws TargetException {
    List<Item> items = new ArrayList<>(containers(keep));
    Set<String> going = new HashSet<>(items.stream().map(Item::id).toList());
    items.addAll(images.unneeded(keep, going));
    items.addAll(networks(keep));
    return new Plan(items);
  }

  @Override
  public Outcome carryOut(Plan plan) throws TargetException {
    engine.ping();
    return CleanUpItems.remove(plan, this::remove);
  }

  private void remove(Item item) throws TargetException {
    switch (item.kind()) {
      case CONTAINER -> ending.remove(item.id(), GRACE);
      case IMAGE -> images.remove(item.id());
      case NETWORK -> removeNetwork(item);
    }
  }

  private List<Item> containers(Keep keep) throws TargetException {
    List<Container> found =
        engine.ask(
            "list containers",
            docker ->
                docker
                    .listContainersCmd()
                    .withShowAll(true)
                    .withShowSize(true)
                    .withLabelFilter(Map.of(Labels.INSTANCE, installation))
                    .exec());
    return found.stream()
        .filter(container -> container.getLabels().containsKey(Labels.DEPLOYMENT))
        .filter(
            container -> !keep.deployments().contains(Labels.deployment(container.getLabels())))
        .filter(
            container -> Instant.ofEpochSecond(container.getCreated()).isBefore(keep.asOf()))
        .map(DockerCleanUp::item)
        .toList();
  }

  private static Item item(Container container) {
    Map<String, String> labels = container.getLabels();
    return new Item(
        Kind.CONTAINER,
        container.getId(),
        container.getNames()[0].substring(1),
        Objects.requireNonNullElse(container.getSizeRw(), 0L),
        "release v"
            + labels.get(Labels.RELEASE)
            + " of "
            + labels.get(Labels.SERVICE)
            + " neither serves nor is kept for going back");
  }

  private List<Item> networks(Keep keep) throws TargetException {
    List<Network> found =
        engine.ask(
            "list networks",
            docker ->
                docker
                    .listNetworksCmd()
                    .withFilter("label", List.of(Labels.INSTANCE + "=" + installation))
                    .exec());
    Instant old = keep.asOf().minus(YOUNG);
    List<Item> items = new ArrayList<>();
    for (Network network : found) {
      if (network.getCreated().toInstant().isBefore(old) && isEmpty(network.getId())) {
        items.add(
            new Item(
                Kind.NETWORK, network.getId(), network.getName(), 0, "no container is in it"));
      }
    }
    return items;
  }

  private boolean isEmpty(String id) throws TargetException {
    return engine.ask(
        "look at network " + id,
        docker -> {
          try {
            var containers = docker.inspectNetworkCmd().withNetworkId(id).exec().getContainers();
            return containers == null || containers.isEmpty();
          } catch (NotFoundException _) {
            return false;
          }
        });
  }

  private void removeNetwork(Item item) throws TargetException {
    engine.ask(
        "remove network " + item.name(),
        docker -> {
          try {
            docker.removeNetworkCmd(item.id()).exec();
          } catch (NotFoundException _) {
            // Somebody else removed it first, which is just as well.
            return item;
          }
          return item;
        });
  }
}
