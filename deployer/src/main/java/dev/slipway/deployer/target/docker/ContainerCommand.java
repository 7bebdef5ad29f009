package dev.slipway.deployer.target.docker;

import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.Exec.Attached;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Runs a command in a container that runs, within a time limit. */
public final class ContainerCommand {
  private final Engine engine;
  private final String container;

  public ContainerCommand(Engine engine, String container) {
    this.engine = engine;
    this.container = container;
  }

  /** Its exit code; {@link Target#KILLED} when the time was over first. */
  public int run(List<String> command, Duration timeout) throws TargetException {
    long begun = System.nanoTime();
    Exec exec = Exec.create(engine, container, command, Attached.OUTPUT);
    try (EngineFeed<?, ?> output = exec.startUnheard()) {
      output.awaitEnd(timeout);
      OptionalInt code = exec.awaitExit(timeout.minusNanos(System.nanoTime() - begun));
      if (code.isEmpty()) {
        exec.kill();
      }
      return code.orElse(Target.KILLED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("told to stop while " + command + " ran", "", true, e);
    }
  }
}
