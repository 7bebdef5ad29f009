package dev.slipway.deployer.target.swarm;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.Engine;
import java.util.Optional;

/**
 * The containers of tasks, where they run on the engine that is spoken to. Swarm lets nobody look
 * into those of other nodes.
 */
final class LocalTasks {
  private final Engine engine;

  LocalTasks(Engine engine) {
    this.engine = engine;
  }

  /** Empty when it runs elsewhere, or is gone. */
  Optional<InspectContainerResponse> inspect(Task task) throws TargetException {
    if (task.container().isEmpty()) {
      return Optional.empty();
    }
    return engine.ask(
        "look at container " + task.container(),
        docker -> {
          try {
            return Optional.of(docker.inspectContainerCmd(task.container()).exec());
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /** Does nothing when it runs elsewhere. */
  void kill(Task task) throws TargetException {
    engine.ask(
        "kill container " + task.container(),
        docker -> {
          try {
            docker.killContainerCmd(task.container()).exec();
          } catch (NotFoundException | ConflictException _) {
            // It is another node's, or has just ended.
            return task;
          }
          return task;
        });
  }

  /**
   * The container, to look into it as a health check does.
   *
   * @param what as it follows "could not" in a sentence
   */
  String reachable(Task task, String what) throws TargetException {
    return reachable(
        task,
        what,
        "let `healthcheck` look by `path` or at the port, or by the image's HEALTHCHECK; those"
            + " work on every node");
  }

  /**
   * The container, to do something in it that a cluster has no call for.
   *
   * @param what as it follows "could not" in a sentence
   * @param hint what to do where it is out of reach
   */
  String reachable(Task task, String what, String hint) throws TargetException {
    if (inspect(task).isEmpty()) {
      throw new TargetException(
          "could not "
              + what
              + " a container of a Swarm on node "
              + task.node()
              + ": only the engine of that node could, and Slipway talks to "
              + engine.address(),
          hint,
          false,
          new NotFoundException(task.container()));
    }
    return task.container();
  }
}
