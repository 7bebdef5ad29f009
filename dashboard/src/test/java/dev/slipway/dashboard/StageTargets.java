package dev.slipway.dashboard;

import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.CleanUp.Item;
import dev.slipway.core.deploy.CleanUp.Kind;
import dev.slipway.core.deploy.CleanUp.Outcome;
import dev.slipway.core.deploy.CleanUp.Plan;
import dev.slipway.core.deploy.CleanUps;
import dev.slipway.core.deploy.Nodes;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.TargetKind;
import dev.slipway.core.deploy.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The engine of a stage, which is also the only node of a cluster, with things left over. */
final class StageTargets implements Targets, CleanUps, Nodes {
  static final String CLUSTER = "harbour";

  private final StagePlace place;
  private final List<Item> unneeded = new CopyOnWriteArrayList<>();

  /** What cannot be removed, by its name. */
  final List<String> stuck = new CopyOnWriteArrayList<>();

  private volatile Availability availability = Availability.ACTIVE;

  StageTargets(StagePlace place) {
    this.place = place;
  }

  void leave(Kind kind, String name, long bytes, String why) {
    unneeded.add(new Item(kind, "id-of-" + name, name, bytes, why));
  }

  @Override
  public Optional<Target> find(String name) {
    return names().contains(name) ? Optional.of(place) : Optional.empty();
  }

  @Override
  public List<String> names() {
    return List.of(USUAL, CLUSTER);
  }

  @Override
  public Optional<TargetKind> kind(String name) {
    return find(name).map(_ -> name.equals(USUAL) ? TargetKind.DOCKER : TargetKind.SWARM);
  }

  @Override
  public Optional<CleanUp> cleanUp(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Nodes> nodes(String name) {
    return name.equals(CLUSTER) ? Optional.of(this) : Optional.empty();
  }

  @Override
  public Optional<Plan> plan(String target) throws TargetException {
    place.mustAnswer();
    return find(target)
        .map(_ -> new Plan(target.equals(USUAL) ? List.copyOf(unneeded) : List.of()));
  }

  @Override
  public Optional<Outcome> carryOut(String target) throws TargetException {
    place.mustAnswer();
    List<Item> removed = new ArrayList<>();
    List<CleanUp.Left> left = new ArrayList<>();
    for (Item item : unneeded) {
      if (stuck.contains(item.name())) {
        left.add(new CleanUp.Left(item, "a container uses it by now"));
      } else {
        removed.add(item);
      }
    }
    unneeded.removeAll(removed);
    return Optional.of(new Outcome(removed, left));
  }

  @Override
  public List<Node> list() throws TargetException {
    place.mustAnswer();
    return List.of(
        new Node(
            "n1",
            "quay-1",
            "10.0.0.9",
            true,
            true,
            availability,
            "20.10.24",
            4000,
            16_000_000_000L,
            7));
  }

  @Override
  public void drain(String node) {
    availability = Availability.DRAIN;
  }

  @Override
  public void activate(String node) {
    availability = Availability.ACTIVE;
  }
}
