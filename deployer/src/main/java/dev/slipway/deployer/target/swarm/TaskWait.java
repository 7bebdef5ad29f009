package dev.slipway.deployer.target.swarm;

import dev.slipway.core.deploy.TargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what Swarm does after it has answered. It has no time limit of its own for any of it;
 * these are ours.
 */
final class TaskWait {
  /** A node may have to pull the image first. */
  private static final Duration STARTED_WITHIN = Duration.ofMinutes(5);

  /** A cluster with room finds a node in a moment. */
  private static final Duration PLACED_WITHIN = Duration.ofSeconds(30);

  /** What an engine takes to remove a container that has ended. */
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(30);

  /** When a container that cannot be looked at from here counts as one that could be started. */
  private static final Duration BEGUN_AFTER = Duration.ofSeconds(3);

  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Swarm swarm;
  private final LocalTasks local;
  private final String installation;

  TaskWait(Swarm swarm, LocalTasks local, String installation) {
    this.swarm = swarm;
    this.local = local;
    this.installation = installation;
  }

  /**
   * Until a task that is none of the old ones has begun to run, or has ended already.
   *
   * @throws TargetException when none does in time
   */
  Task begun(String service, Set<String> old) throws TargetException {
    long start = System.nanoTime();
    Task seen = null;
    while (System.nanoTime() - start < STARTED_WITHIN.toNanos()) {
      for (Task task : swarm.tasks(installation, service)) {
        if (!old.contains(task.id())) {
          seen = task;
        }
      }
      if (seen != null && hasBegun(seen)) {
        return seen;
      }
      boolean placed = seen != null && !seen.node().isEmpty();
      if (!placed && System.nanoTime() - start > PLACED_WITHIN.toNanos()) {
        throw notPlaced(service, seen);
      }
      pause(service);
    }
    throw new TargetException(
        "service " + service + " did not start within " + STARTED_WITHIN.toMinutes() + " minutes",
        "`docker service ps --no-trunc " + service + "` on a manager shows how far it came",
        true,
        new IllegalStateException("no task started"));
  }

  /** One with a HEALTHCHECK is "starting" until that is content, long after it began to run. */
  private boolean hasBegun(Task task) throws TargetException {
    return switch (task.state()) {
      case RUNNING, ENDED -> true;
      case WAITING -> false;
      case STARTING ->
          local
              .inspect(task)
              .map(found -> Boolean.TRUE.equals(found.getState().getRunning()))
              .orElse(task.changedAt().plus(BEGUN_AFTER).isBefore(Instant.now()));
    };
  }

  private static TargetException notPlaced(String service, @Nullable Task seen) {
    String why = seen == null || seen.error().isEmpty() ? "" : ": " + seen.error();
    return new TargetException(
        "no node of the Swarm takes service " + service + why,
        "`slipway nodes` shows which nodes are ready and active; free what is reserved on them, or"
            + " activate one",
        true,
        new IllegalStateException("not placed"));
  }

  /**
   * Until none of its containers has processes any more. Those on the engine that is spoken to are
   * killed when the grace period is over; Swarm has others killed when the one of the release is.
   */
  void ended(String service, Duration grace, Duration graceOfRelease) throws TargetException {
    long start = System.nanoTime();
    boolean killed = false;
    Duration most = graceOfRelease.plus(grace).plus(KILLED_WITHIN);
    List<Task> left = withProcesses(service);
    while (!left.isEmpty()) {
      long waited = System.nanoTime() - start;
      if (waited > most.toNanos()) {
        throw new TargetException(
            "service " + service + " was told to end and still runs",
            "`docker service ps --no-trunc " + service + "` on a manager shows why",
            true,
            new IllegalStateException("tasks left"));
      }
      if (!killed && waited >= grace.toNanos()) {
        killed = true;
        for (Task task : left) {
          local.kill(task);
        }
      }
      pause(service);
      left = withProcesses(service);
    }
  }

  private List<Task> withProcesses(String service) throws TargetException {
    return swarm.tasks(installation, service).stream()
        .filter(task -> task.state() != Task.State.ENDED)
        .filter(task -> !task.container().isEmpty())
        .toList();
  }

  private static void pause(String service) throws TargetException {
    try {
      Thread.sleep(GLANCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("told to stop while waiting for " + service, "", true, e);
    }
  }
}
