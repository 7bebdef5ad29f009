package dev.slipway.dashboard;

import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Session;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The only target of a stage. What a test starts runs in it; whatever the dashboard has no business
 * with fails.
 */
final class StagePlace implements Target {
  private final Clock clock;
  private final Map<String, Placed> containers = new ConcurrentHashMap<>();
  private final Map<String, List<String>> written = new ConcurrentHashMap<>();
  private final Followed<String> outputs = new Followed<>();
  private final Followed<Usage> usages = new Followed<>();
  final BlockingQueue<StageSession> sessions = new LinkedBlockingQueue<>();
  volatile boolean away;

  StagePlace(Clock clock) {
    this.clock = clock;
  }

  void run(Instance instance, String... lines) {
    written.put(instance.id(), new CopyOnWriteArrayList<>(lines));
    containers.put(
        instance.id(), new Placed(instance, new DeploymentId("dep_1"), 1, clock.instant(), true));
  }

  /** Has a container end and be removed. */
  void remove(Instance instance) {
    containers.remove(instance.id());
  }

  /** Has a container write a line, once somebody follows it. */
  void write(Instance instance, String line) {
    List<StageFeed<String>> viewers = outputs.awaited(instance);
    written.computeIfAbsent(instance.id(), _ -> new CopyOnWriteArrayList<>()).add(line);
    viewers.forEach(viewer -> viewer.consumer().accept(line));
  }

  /** Has a container write a line, whether or not somebody follows it. */
  void writeAnyway(Instance instance, String line) {
    written.computeIfAbsent(instance.id(), _ -> new CopyOnWriteArrayList<>()).add(line);
    outputs.open(instance).forEach(viewer -> viewer.consumer().accept(line));
  }

  /** Has a container use that much, once somebody follows it. */
  void use(Instance instance, Usage usage) {
    usages.awaited(instance).forEach(viewer -> viewer.consumer().accept(usage));
  }

  /** Whether somebody follows what the container uses. */
  boolean isUseFollowed(Instance instance) {
    return !usages.open(instance).isEmpty();
  }

  /** Whether nobody follows what the container uses any more; waits some seconds for it. */
  boolean isUseLeft(Instance instance) throws InterruptedException {
    return usages.left(instance);
  }

  /** Whether nobody follows the container's output any more; waits some seconds for it. */
  boolean isLeft(Instance instance) throws InterruptedException {
    return outputs.left(instance);
  }

  @Override
  public Condition condition(Instance instance) {
    return new Condition.Running(Health.NONE, 0);
  }

  @Override
  public List<String> lastLines(Instance instance, int most) {
    List<String> lines = written.getOrDefault(instance.id(), List.of());
    return lines.subList(Math.max(0, lines.size() - most), lines.size());
  }

  @Override
  public Feed output(Instance instance, int lastLines, Consumer<String> line) {
    lastLines(instance, lastLines).forEach(line);
    StageFeed<String> feed = new StageFeed<>(line);
    outputs.add(instance, feed);
    return feed;
  }

  @Override
  public Feed usage(Instance instance, Consumer<Usage> figures) {
    StageFeed<Usage> feed = new StageFeed<>(figures);
    usages.add(instance, feed);
    return feed;
  }

  @Override
  public Feed events(Instant since, Consumer<ContainerEvent> listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Session open(Instance instance, List<String> command, Session.@Nullable Size terminal)
      throws TargetException {
    mustAnswer();
    StageSession session = new StageSession(command, terminal);
    sessions.add(session);
    return session;
  }

  @Override
  public List<Placed> containers(ServiceId service) throws TargetException {
    mustAnswer();
    return List.copyOf(containers.values());
  }

  void mustAnswer() throws TargetException {
    if (away) {
      throw new TargetException(
          "the engine does not answer", "start it", true, new IllegalStateException());
    }
  }

  @Override
  public void prepare(Release release) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Instance> start(Order order, int replicas) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instance runOnce(Order order, List<String> command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void keep(Instance instance) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int check(Instance instance, List<String> command, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ServiceId> services() throws TargetException {
    mustAnswer();
    return List.of(ServiceId.of("shop", "production"));
  }

  @Override
  public void freeze(Instance instance) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void halt(Instance instance, Duration grace) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instance wake(Instance instance) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void stop(Instance instance, Duration grace) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void forget(Deployment deployment) {
    throw new UnsupportedOperationException();
  }

  /** Who follows which container. */
  private static final class Followed<T> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, List<StageFeed<T>>> feeds = new HashMap<>();

    synchronized void add(Instance instance, StageFeed<T> feed) {
      feeds.computeIfAbsent(instance.id(), _ -> new ArrayList<>()).add(feed);
      notifyAll();
    }

    synchronized List<StageFeed<T>> open(Instance instance) {
      return feeds.getOrDefault(instance.id(), List.of()).stream()
          .filter(feed -> feed.ended().getCount() > 0)
          .toList();
    }

    /** Those that follow it, at least one. */
    synchronized List<StageFeed<T>> awaited(Instance instance) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      try {
        while (open(instance).isEmpty() && System.nanoTime() < deadline) {
          wait(100);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (open(instance).isEmpty()) {
        throw new IllegalStateException("nobody follows " + instance.id());
      }
      return open(instance);
    }

    boolean left(Instance instance) throws InterruptedException {
      List<StageFeed<T>> known;
      synchronized (this) {
        known = List.copyOf(feeds.getOrDefault(instance.id(), List.of()));
      }
      boolean left = true;
      for (StageFeed<T> feed : known) {
        left &= feed.awaitEnd(PATIENCE);
      }
      return left;
    }
  }

  private record StageFeed<T>(Consumer<T> consumer, CountDownLatch ended) implements Feed {
    StageFeed(Consumer<T> consumer) {
      this(consumer, new CountDownLatch(1));
    }

    @Override
    public boolean awaitEnd(Duration most) throws InterruptedException {
      return ended.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      ended.countDown();
    }
  }
}
