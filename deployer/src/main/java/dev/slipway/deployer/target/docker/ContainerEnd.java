package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.TargetException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Ends containers, for a while or for good: asks by the image's STOPSIGNAL or SIGTERM, waits, and
 * kills. Not by the engine's own stop call: that one answers only at the end of the grace period,
 * and could not be told apart from an engine that hangs.
 */
public final class ContainerEnd {
  private static final Duration FIRST_GLANCE = Duration.ofMillis(20);
  private static final Duration LONGEST_GLANCE = Duration.ofMillis(250);
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(10);

  private final Engine engine;

  public ContainerEnd(Engine engine) {
    this.engine = engine;
  }

  /** Has its processes stopped where they are; one that has ended stays as it is. */
  void freeze(String id) throws TargetException {
    // Without that an engine that starts again would start it, too, and nobody wants it to run.
    setPolicy(id, "no");
    var _ = tell("freeze", id, docker -> docker.pauseContainerCmd(id).exec());
  }

  /** Has a frozen one go on; false where it was not frozen. */
  boolean unfreeze(String id) throws TargetException {
    return tell("unfreeze", id, docker -> docker.unpauseContainerCmd(id).exec());
  }

  /** From now on the engine starts it again whenever it ends. */
  void keep(String id) throws TargetException {
    setPolicy(id, "unless-stopped");
  }

  /** Ends it and keeps it; one that is gone is fine. */
  void halt(String id, Duration grace) throws TargetException {
    if (inspect(id).isEmpty()) {
      return;
    }
    setPolicy(id, "no");
    askToEnd(id, grace);
    if (hasProcesses(id)) {
      var _ = tell("kill", id, docker -> docker.killContainerCmd(id).exec());
      awaitEnd(id, KILLED_WITHIN);
    }
  }

  /** Ends and removes it, with its volumes that have no name; one that is gone is fine. */
  public void remove(String id, Duration grace) throws TargetException {
    askToEnd(id, grace);
    engine.ask(
        "remove container " + id,
        docker -> {
          try {
            docker.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
          } catch (NotFoundException | NotModifiedException e) {
            return "it is gone already";
          } catch (ConflictException e) {
            // Somebody else's removal is in progress.
            return "it is going already";
          }
          return "removed";
        });
  }

  private void askToEnd(String id, Duration grace) throws TargetException {
    if (!grace.isPositive()) {
      return;
    }
    Optional<InspectContainerResponse> found = inspect(id);
    if (found.isEmpty() || Conditions.of(found.get()) instanceof Condition.Exited) {
      return;
    }
    if (Conditions.of(found.get()) instanceof Condition.Frozen) {
      var _ = unfreeze(id);
    }
    String signal = stopSignal(found.get());
    var _ =
        tell(
            "send " + signal + " to",
            id,
            docker -> docker.killContainerCmd(id).withSignal(signal).exec());
    awaitEnd(id, grace);
  }

  private void awaitEnd(String id, Duration most) throws TargetException {
    long deadline = System.nanoTime() + most.toNanos();
    Duration glance = FIRST_GLANCE;
    try {
      while (hasProcesses(id) && System.nanoTime() < deadline) {
        Thread.sleep(glance);
        Duration longer = glance.multipliedBy(2);
        glance = longer.compareTo(LONGEST_GLANCE) < 0 ? longer : LONGEST_GLANCE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("told to stop while container " + id + " was ending", "", true, e);
    }
  }

  private boolean hasProcesses(String id) throws TargetException {
    return inspect(id)
        .map(Conditions::of)
        .filter(now -> now instanceof Condition.Running || now instanceof Condition.Frozen)
        .isPresent();
  }

  /** The image's choice; docker-java has no accessor of its own for it. */
  private static String stopSignal(InspectContainerResponse found) {
    Object chosen = found.getConfig().getRawValues().get("StopSignal");
    return chosen instanceof String name && !name.isEmpty() ? name : "SIGTERM";
  }

  /** Not by docker-java's call, for which "no" is the same as saying nothing. */
  private void setPolicy(String id, String policy) throws TargetException {
    engine.request(
        "set the restart policy of container " + id,
        EngineJson.post(
            "/containers/" + id + "/update", Map.of("RestartPolicy", Map.of("Name", policy))),
        EngineJson::read);
  }

  /**
   * Says it to a container.
   *
   * @return false where it could not hear it: it has ended, or was told before
   */
  private boolean tell(String what, String id, Word word) throws TargetException {
    return engine.ask(
        what + " container " + id,
        docker -> {
          try {
            word.say(docker);
            return true;
          } catch (NotFoundException | ConflictException e) {
            return false;
          } catch (DockerException e) {
            if (EngineTrouble.said(e).contains("is not running")
                || EngineTrouble.said(e).contains("paused")) {
              return false;
            }
            throw e;
          }
        });
  }

  Optional<InspectContainerResponse> inspect(String id) throws TargetException {
    return engine.ask(
        "look at container " + id,
        docker -> {
          try {
            return Optional.of(docker.inspectContainerCmd(id).exec());
          } catch (NotFoundException e) {
            return Optional.empty();
          }
        });
  }

  private interface Word {
    void say(DockerClient docker);
  }
}
