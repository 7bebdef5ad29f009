package dev.slipway.core.deploy;

import dev.slipway.core.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A place where containers run. Safe for concurrent use; every call can be repeated. */
public interface Target {
  /** The exit code of whatever SIGKILL ended, as shells have it: 128 and the signal's number. */
  int KILLED = 137;

  /**
   * Makes the release's image available.
   *
   * @throws TargetException when the image or the place is out of reach
   */
  void prepare(Release release) throws TargetException;

  /**
   * Starts the containers of a deployment, or finds those that an earlier attempt started, until
   * {@code replicas} run.
   */
  List<Instance> start(Order order, int replicas) throws TargetException;

  /**
   * Starts a command in the release's image and environment, in a container of its own that nothing
   * reaches; or finds the one that an earlier attempt started, also when it has ended.
   */
  Instance runOnce(Order order, List<String> command) throws TargetException;

  /**
   * Ends a container's time on trial: from now on the place restarts it by itself whenever it ends.
   * Before that it does not, so that {@link Condition.Exited} is seen with its own exit code.
   */
  void keep(Instance instance) throws TargetException;

  /** How a container is. */
  Condition condition(Instance instance) throws TargetException;

  /**
   * Runs a command in a container that runs; its exit code. A command whose time is over is killed,
   * which gives {@link #KILLED}.
   */
  int check(Instance instance, List<String> command, Duration timeout) throws TargetException;

  /**
   * Runs a command in a container that runs, for somebody who is at it.
   *
   * @param terminal the size of the terminal that it gets; null for pipes
   */
  Session open(Instance instance, List<String> command, Session.@Nullable Size terminal)
      throws TargetException;

  /** The last lines of its output, oldest first. */
  List<String> lastLines(Instance instance, int most) throws TargetException;

  /**
   * Follows its output, line by line, until it has ended or the feed is closed. Lines come on a
   * thread of the target's; while one is being taken the next ones wait.
   *
   * @param lastLines how many of those that it has written so far come first; {@link
   *     Integer#MAX_VALUE} for all that the place still has
   */
  Feed output(Instance instance, int lastLines, Consumer<String> line) throws TargetException;

  /** Follows what it uses, about once a second, until it has ended or the feed is closed. */
  Feed usage(Instance instance, Consumer<Usage> figures) throws TargetException;

  /**
   * Follows what happens to the containers of all services, until the connection ends or the feed
   * is closed. A listener that throws ends it.
   *
   * @param since from when on, as far as the place still knows; what happened in that very
   *     microsecond is told again
   */
  Feed events(Instant since, Consumer<ContainerEvent> listener) throws TargetException;

  /** All containers of the service, running or not, but for those of {@link #runOnce}. */
  List<Placed> containers(ServiceId service) throws TargetException;

  /** All services that have containers here. */
  List<ServiceId> services() throws TargetException;

  /**
   * Stops its processes where they are, so that {@link #wake} takes next to no time. Where the
   * place cannot do that it runs on, and {@link #condition} says so.
   */
  void freeze(Instance instance) throws TargetException;

  /** Ends it and keeps it, so that {@link #wake} needs neither image nor configuration. */
  void halt(Instance instance, Duration grace) throws TargetException;

  /**
   * Has it run again, frozen or ended as it is, on trial until {@link #keep}; one that runs is left
   * as it is.
   *
   * @return the same container with the address that it has now: it stays the same on the same
   *     machine, and a cluster may choose another machine
   */
  Instance wake(Instance instance) throws TargetException;

  /** Ends and removes it; one that is gone already is fine. */
  void stop(Instance instance, Duration grace) throws TargetException;

  /** Removes what {@link #runOnce} left. */
  void forget(Deployment deployment) throws TargetException;

  /**
   * What to start.
   *
   * @param secrets the values of those that the release's environment names, by name
   */
  record Order(Deployment deployment, Release release, Map<String, Secret> secrets) {
    public Order {
      secrets = Map.copyOf(secrets);
    }
  }

  /**
   * A container and what it was started for.
   *
   * @param release the number of the release that it was started for first
   * @param startedAt when that was
   * @param running whether its processes go on: not when it is frozen or has ended
   */
  record Placed(
      Instance instance,
      DeploymentId deployment,
      int release,
      Instant startedAt,
      boolean running) {}

  /**
   * What a container uses.
   *
   * @param cpu in thousandths of a core
   * @param memory in bytes, without what the kernel would give back
   * @param memoryLimit in bytes; 0 for none
   * @param pids processes and threads
   * @param received in bytes since it started
   * @param sent in bytes since it started
   */
  record Usage(long cpu, long memory, long memoryLimit, long pids, long received, long sent) {}

  /** Something that goes on until it is closed. */
  interface Feed extends AutoCloseable {
    /** Waits for its end; false when the time was over first. */
    boolean awaitEnd(Duration most) throws InterruptedException;

    @Override
    void close();
  }

  /** How a container is, as its engine sees it. */
  sealed interface Condition {
    /**
     * It runs.
     *
     * @param health what the image's HEALTHCHECK says
     * @param restarts how often the engine started it again by itself
     */
    record Running(Health health, int restarts) implements Condition {}

    /** Its processes are stopped where they are; see {@link Target#freeze}. */
    record Frozen() implements Condition {}

    /** {@code outOfMemory}: the kernel ended it for using too much. */
    record Exited(int code, boolean outOfMemory) implements Condition {}

    record Gone() implements Condition {}
  }

  enum Health {
    /** The image has no HEALTHCHECK. */
    NONE,
    STARTING,
    HEALTHY,
    UNHEALTHY
  }
}
