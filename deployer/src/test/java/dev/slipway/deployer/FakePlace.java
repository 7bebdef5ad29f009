package dev.slipway.deployer;

import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Session;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.deployer.Outside.Verdict.Healthy;
import dev.slipway.deployer.Outside.Verdict.NotYet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
  @Nullable Order lastOrder;

  /** How release commands that are started from now on end. */
  Condition.Exited commandEnd = new Condition.Exited(0, false);

  List<String> printed = List.of("migrating", "3 tables");

  Duration commandTakes = Duration.ofMillis(500);

  private final Time time;
  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final Map<String, Duration> commands = new LinkedHashMap<>();
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

  /** The engine started it again by itself. */
  void restart(Instance instance) {
    box(instance).restarts++;
  }

  /** Those that are kept without running. */
  List<Instance> frozen() {
    return in(Box.State.FROZEN);
  }

  List<Instance> halted() {
    return in(Box.State.HALTED);
  }

  private List<Instance> in(Box.State state) {
    return boxes.values().stream()
        .filter(box -> box.state == state)
        .map(box -> box.instance)
        .toList();
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
  public List<Instance> start(Order order, int replicas) throws TargetException {
    call("start " + order.release().label());
    lastOrder = order;
    List<Box> own = boxes.values().stream().filter(box -> box.of(order.deployment())).toList();
    for (Box box : own) {
      if (!(box.condition(time) instanceof Condition.Running)) {
        boxes.remove(box.instance.id());
      }
    }
    List<Instance> all = new ArrayList<>(own(order.deployment()));
    while (all.size() < replicas) {
      started++;
      Instance instance = new Instance("box" + started, "10.0.0.1", 20_000 + started);
      boxes.put(instance.id(), new Box(instance, order.deployment(), this));
      all.add(instance);
    }
    return all;
  }

  private List<Instance> own(Deployment deployment) {
    return boxes.values().stream()
        .filter(box -> box.of(deployment))
        .map(box -> box.instance)
        .toList();
  }

  @Override
  public Instance runOnce(Order order, List<String> command) throws TargetException {
    Instance instance = new Instance("once-" + order.deployment().id(), "", 0);
    if (!commands.containsKey(instance.id())) {
      call("run " + String.join(" ", command));
      lastOrder = order;
      commands.put(instance.id(), time.now());
    }
    return instance;
  }

  @Override
  public void forget(Deployment deployment) throws TargetException {
    check();
    commands.remove("once-" + deployment.id());
  }

  @Override
  public void keep(Instance instance) throws TargetException {
    call("keep " + instance.id());
    box(instance).kept = true;
  }

  @Override
  public Condition condition(Instance instance) throws TargetException {
    check();
    Duration since = commands.get(instance.id());
    if (since != null) {
      return time.since(since).compareTo(commandTakes) >= 0
          ? commandEnd
          : new Condition.Running(Health.NONE, 0);
    }
    Box box = boxes.get(instance.id());
    return box == null ? new Condition.Gone() : box.condition(time);
  }

  @Override
  public int check(Instance instance, List<String> command, Duration timeout)
      throws TargetException {
    check();
    return tcp(instance, timeout) instanceof Healthy ? 0 : 1;
  }

  @Override
  public Feed events(Instant since, Consumer<ContainerEvent> listener) {
    throw new UnsupportedOperationException("a rollout looks at its containers itself");
  }

  @Override
  public Session open(Instance instance, List<String> command, Session.@Nullable Size terminal) {
    throw new UnsupportedOperationException("nobody is at a rollout's containers");
  }

  @Override
  public List<String> lastLines(Instance instance, int most) throws TargetException {
    check();
    return List.of("starting", "port is " + instance.port());
  }

  @Override
  public Feed output(Instance instance, int lastLines, Consumer<String> line)
      throws TargetException {
    check();
    printed.forEach(line);
    return new EndedFeed();
  }

  @Override
  public Feed usage(Instance instance, Consumer<Usage> figures) throws TargetException {
    check();
    return new EndedFeed();
  }

  @Override
  public List<Placed> containers(ServiceId service) throws TargetException {
    check();
    return boxes.values().stream()
        .filter(box -> box.service.equals(service))
        .map(box ->
            new Placed(
                box.instance,
                box.deployment,
                box.release,
                Instant.EPOCH,
                box.condition(time) instanceof Condition.Running))
        .toList();
  }

  @Override
  public List<ServiceId> services() throws TargetException {
    check();
    return boxes.values().stream().map(box -> box.service).distinct().toList();
  }

  @Override
  public void freeze(Instance instance) throws TargetException {
    call("freeze " + instance.id());
    box(instance).state = Box.State.FROZEN;
    box(instance).kept = false;
  }

  @Override
  public void halt(Instance instance, Duration grace) throws TargetException {
    call("halt " + instance.id());
    box(instance).state = Box.State.HALTED;
    box(instance).kept = false;
  }

  @Override
  public Instance wake(Instance instance) throws TargetException {
    call("wake " + instance.id());
    box(instance).state = Box.State.RUNS;
    return instance;
  }

  @Override
  public void stop(Instance instance, Duration grace) throws TargetException {
    call("stop " + instance.id());
    boxes.remove(instance.id());
    commands.remove(instance.id());
  }

  @Override
  public Verdict http(Instance instance, String host, Probe.Http asked, Duration timeout) {
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
    final int release;
    final Health health;
    final Condition.Exited end;
    final @Nullable Duration healthyAt;
    @Nullable Duration endsAt;
    boolean kept;
    State state = State.RUNS;
    int restarts;

    Box(Instance instance, Deployment deployment, FakePlace place) {
      Duration now = place.time.now();
      this.instance = instance;
      this.service = deployment.service();
      this.deployment = deployment.id();
      this.release = deployment.release();
      this.health = place.imageHealth;
      this.end = place.end;
      this.healthyAt = place.healthyAfter == null ? null : now.plus(place.healthyAfter);
      this.endsAt = place.endsAfter == null ? null : now.plus(place.endsAfter);
    }

    /** What was done to it. */
    enum State {
      RUNS,
      FROZEN,
      HALTED
    }

    boolean of(Deployment other) {
      return deployment.equals(other.id());
    }

    Condition condition(Time time) {
      if (state == State.FROZEN) {
        return new Condition.Frozen();
      }
      if (state == State.HALTED) {
        return new Condition.Exited(0, false);
      }
      return endsAt != null && time.now().compareTo(endsAt) >= 0
          ? end
          : new Condition.Running(health, restarts);
    }
  }

  /** Nothing more comes. */
  private record EndedFeed() implements Feed {
    @Override
    public boolean awaitEnd(Duration most) {
      return true;
    }

    @Override
    public void close() {}
  }
}
