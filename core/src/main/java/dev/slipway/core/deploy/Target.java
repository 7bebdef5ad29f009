package dev.slipway.core.deploy;

import java.time.Duration;
import java.util.List;

/** A place where containers run. Safe for concurrent use; every call can be repeated. */
public interface Target {
  /**
   * Makes the release's image available.
   *
   * @throws TargetException when the image or the place is out of reach
   */
  void prepare(Release release) throws TargetException;

  /**
   * Starts the containers of a deployment, or finds those that an earlier attempt started, until as
   * many run as the release asks for.
   */
  List<Instance> start(Deployment deployment, Release release) throws TargetException;

  /**
   * Ends a container's time on trial: from now on the place restarts it by itself whenever it ends.
   * Before that it does not, so that {@link Condition.Exited} is seen with its own exit code.
   */
  void keep(Instance instance) throws TargetException;

  /** How a container is. */
  Condition condition(Instance instance) throws TargetException;

  /** The last lines of its output, oldest first. */
  List<String> lastLines(Instance instance, int most) throws TargetException;

  /** All containers of the service that this deployment did not start. */
  List<Instance> others(Deployment deployment) throws TargetException;

  /** All containers that this deployment started, running or not. */
  List<Instance> own(Deployment deployment) throws TargetException;

  /** Stops and removes it; one that is gone already is fine. */
  void stop(Instance instance, Duration grace) throws TargetException;

  /** How a container is, as its engine sees it. */
  sealed interface Condition {
    /** {@code health} is what the image's HEALTHCHECK says. */
    record Running(Health health) implements Condition {}

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
