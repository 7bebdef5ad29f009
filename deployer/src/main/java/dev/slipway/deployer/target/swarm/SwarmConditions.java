package dev.slipway.deployer.target.swarm;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Target.Health;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.Conditions;
import dev.slipway.deployer.target.docker.Engine;
import java.util.List;
import java.util.Optional;

/**
 * Reads how a container is from its tasks. Swarm starts another task whenever one ends, also during
 * the trial; what ended first is then what counts.
 */
final class SwarmConditions {
  private final Engine engine;
  private final LocalTasks local;

  SwarmConditions(Engine engine, LocalTasks local) {
    this.engine = engine;
    this.local = local;
  }

  /** From its tasks, newest first. */
  Condition of(SwarmService service, List<Task> tasks) throws TargetException {
    List<Task> ended = tasks.stream().filter(task -> task.state() == Task.State.ENDED).toList();
    Optional<Task> current = current(tasks);
    boolean onTrial = !service.kept() && !service.halted();
    if (onTrial && !ended.isEmpty()) {
      return end(ended.getLast());
    }
    if (service.halted() || current.isEmpty()) {
      return ended.isEmpty() ? new Condition.Exited(0, false) : exited(ended.getFirst());
    }
    return new Condition.Running(health(service, current.get()), ended.size());
  }

  /** The one that has processes; empty while there is none. */
  static Optional<Task> current(List<Task> tasks) {
    return tasks.stream()
        .filter(Task::wanted)
        .filter(
            task -> task.state() == Task.State.RUNNING || task.state() == Task.State.STARTING)
        .findFirst();
  }

  private Condition end(Task task) throws TargetException {
    return task.wasUnhealthy() ? new Condition.Running(Health.UNHEALTHY, 0) : exited(task);
  }

  private Condition exited(Task task) throws TargetException {
    boolean outOfMemory =
        local
            .inspect(task)
            .map(found -> Boolean.TRUE.equals(found.getState().getOOMKilled()))
            .orElse(false);
    return new Condition.Exited(task.exitCode(), outOfMemory);
  }

  /** On another node a container with a HEALTHCHECK counts as running once that was content. */
  private Health health(SwarmService service, Task task) throws TargetException {
    Optional<InspectContainerResponse> found = local.inspect(task);
    if (found.isPresent()) {
      return Conditions.health(found.get().getState().getHealth());
    }
    if (task.state() == Task.State.STARTING) {
      return Health.STARTING;
    }
    return hasHealthCheck(service.image()) ? Health.HEALTHY : Health.NONE;
  }

  private boolean hasHealthCheck(String image) throws TargetException {
    return engine.ask(
        "look at image " + image,
        docker -> {
          try {
            var config = docker.inspectImageCmd(image).exec().getConfig();
            return config != null && config.getHealthcheck() != null;
          } catch (NotFoundException _) {
            return false;
          }
        });
  }
}
