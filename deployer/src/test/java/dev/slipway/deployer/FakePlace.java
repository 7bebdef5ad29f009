package dev.slipway.deployer;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.Outside.Verdict.Healthy;
import dev.slipway.deployer.Outside.Verdict.NotYet;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Containers in memory: a place to run them, and how they look from outside. For one thread. */
final class FakePlace implements Target, Outside {
  final List<String> calls = new ArrayList<>();

  /** When a container that is started from now on is healthy; null for never. */
  @Nullable Duration healthyAfter = Duration.ZERO;

  /** When a container that is started from now on ends; null for never. */
  @Nullable Duration endsAfter;

  Condition.Exited end = new Condition.Exited(1, false);
  Health imageHealth = Health.NONE;
  @Nullable TargetException broken;

  private final Time time;
  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private int started;

  FakePlace(Time time) {
    this.time = time;
  }

  /** The engine cannot be reached any more. */
  void goAway() {
    broken = new TargetException("the engine is away", "start it", true, new IOException("gone"));
  }

  void comeBack() {
    broken = null;
  }

  List<Instance> running() {
    return boxes.values().stream()
        .filter(box -> box.condition(time) instanceof Condition.Running)
        .map(box -> box.instance)
        .toList();
  }

  int containers() {
    return boxes.size();
  }

  int started() {
    return started;
  }

  boolean kept(Instance instance) {
    return box(instance).kept;
  }

  /** It ends now. */
  void end(Instance instance) {
    box(instance).endsAt = time.now();
  }

  /** Somebody removed it. */
  void lose(Instance instance) {
    boxes.remove(instance.id());
  }

  @Override
  public void prepare(Release release) throws TargetException {
    call("prepare " + release.label());
  }

  @Override
  public List<Instance> start(Deployment deployment, Release release) throws TargetException {
    call("start " + release.label());
    List<Box> own = boxes.values().stream().filter(box -> box.of(deployment)).toList();
    for (Box box : own) {
      if (!(box.condition(time) instanceof Condition.Running)) {
        boxes.remove(box.instance.id());
      }
    }
    List<Instance> all = new ArrayList<>(own(deployment));
    while (all.size() < release.content().spec().replicas()) {
      started++;
      Instance instance = new Instance("box" + started, "10.0.0.1", 20_000 + started);
      boxes.put(instance.id(), new Box(instance, deployment, this));
      all.add(instance);
    }
    return all;
  }

  @Override
  public void keep(Instance instance) throws TargetException {
    call("keep " + instance.id());
    box(instance).kept = true;
  }

  @Override
  public Condition condition(Instance instance) throws TargetException {
    check();
    Box box = boxes.get(instance.id());
    return box == null ? new Condition.Gone() : box.condition(time);
  }

  @Override
  public List<String> lastLines(Instance instance, int most) throws TargetException {
    check();
    return List.of("starting", "port is " + instance.port());
  }

  @Override
  public List<Instance> others(Deployment deployment) throws TargetException {
    check();
    return boxes.values().stream()
        .filter(box -> box.service.equals(deployment.service()) && !box.of(deployment))
        .map(box -> box.instance)
        .toList();
  }

  @Override
  public List<Instance> own(Deployment deployment) throws TargetException {
    check();
    return boxes.values().stream()
        .filter(box -> box.of(deployment))
        .map(box -> box.instance)
        .toList();
  }

  @Override
  public void stop(Instance instance, Duration grace) throws TargetException {
    call("stop " + instance.id());
    boxes.remove(instance.id());
  }

  @Override
  public Verdict http(Instance instance, String host, String path, Duration timeout) {
    return tcp(instance, timeout);
  }

  @Override
  public Verdict tcp(Instance instance, Duration timeout) {
    Box box = boxes.get(instance.id());
    boolean healthy =
        box != null
            && box.condition(time) instanceof Condition.Running
            && box.healthyAt != null
            && time.now().compareTo(box.healthyAt) >= 0;
    return healthy ? new Healthy() : new NotYet("the connection was refused");
  }

  private synchronized void call(String what) throws TargetException {
    check();
    calls.add(what);
  }

  private void check() throws TargetException {
    if (broken != null) {
      throw broken;
    }
  }

  private Box box(Instance instance) {
    Box box = boxes.get(instance.id());
    if (box == null) {
      throw new IllegalStateException("no container " + instance.id());
    }
    return box;
  }

  private static final class Box {
    final Instance instance;
    final ServiceId service;
    final DeploymentId deployment;
    final Health health;
    final Condition.Exited end;
    final @Nullable Duration healthyAt;
    @Nullable Duration endsAt;
    boolean kept;

    Box(Instance instance, Deployment deployment, FakePlace place) {
      Duration now = place.time.now();
      this.instance = instance;
      this.service = deployment.service();
      this.deployment = deployment.id();
      this.health = place.imageHealth;
      this.end = place.end;
      this.healthyAt = place.healthyAfter == null ? null : now.plus(place.healthyAfter);
      this.endsAt = place.endsAfter == null ? null : now.plus(place.endsAfter);
    }

    boolean of(Deployment other) {
      return deployment.equals(other.id());
    }

    Condition condition(Time time) {
      return endsAt != null && time.now().compareTo(endsAt) >= 0
          ? end
          : new Condition.Running(health);
    }
  }
}
