package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.model.Frame;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Runs a command in a container that runs, within a time limit. Engines cannot end such a command:
 * it gets a variable with a value of its own, by which a second command finds its processes and
 * kills them. That one needs a shell in the image; without one a command that hangs is left behind
 * until the container ends.
 */
public final class ContainerCommand {
  private static final String MARK = "SLIPWAY_CHECK";
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);
  private static final Duration GLANCE = Duration.ofMillis(10);

  /** Only what every shell has built in; the first argument is the mark. */
  private static final String KILL =
      """
      for p in /proc/[0-9]*; do
        while IFS= read -r line || [ -n "$line" ]; do
          case "$line" in *"$1"*) kill -9 "${p#/proc/}"; break ;; esac
        done < "$p/environ"
      done 2> /dev/null
      """;

  private final Engine engine;
  private final String container;

  public ContainerCommand(Engine engine, String container) {
    this.engine = engine;
    this.container = container;
  }

  /** Its exit code; {@link Target#KILLED} when the time was over first. */
  public int run(List<String> command, Duration timeout) throws TargetException {
    String mark = MARK + "=" + UUID.randomUUID();
    long deadline = System.nanoTime() + timeout.toNanos();
    String exec = create(command, List.of(mark));
    try (Silence output = start(exec)) {
      output.awaitEnd(timeout);
      InspectExecResponse found = inspect(exec);
      // The engine hears of the end a moment after the output has ended.
      while (isRunning(found) && System.nanoTime() < deadline) {
        Thread.sleep(GLANCE);
        found = inspect(exec);
      }
      if (!isRunning(found)) {
        return exitCode(found, command);
      }
      kill(mark);
      return Target.KILLED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("told to stop while " + command + " ran", "", true, e);
    }
  }

  private void kill(String mark) throws TargetException, InterruptedException {
    String exec = create(List.of("/bin/sh", "-c", KILL, "slipway", mark), List.of());
    try (Silence output = start(exec)) {
      output.awaitEnd(KILLED_WITHIN);
    }
  }

  private String create(List<String> command, List<String> env) throws TargetException {
    return engine.ask(
        "run " + command + " in container " + container,
        docker ->
            docker
                .execCreateCmd(container)
                .withCmd(command.toArray(String[]::new))
                .withEnv(env)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId());
  }

  private Silence start(String exec) throws TargetException {
    return engine.follow(
        "run a command in container " + container,
        docker -> docker.execStartCmd(exec).exec(new Silence()));
  }

  private InspectExecResponse inspect(String exec) throws TargetException {
    return engine.ask(
        "look at a command in container " + container,
        docker -> docker.inspectExecCmd(exec).exec());
  }

  private static boolean isRunning(InspectExecResponse found) {
    return Boolean.TRUE.equals(found.isRunning()) || found.getExitCodeLong() == null;
  }

  private static int exitCode(InspectExecResponse found, List<String> command)
      throws TargetException {
    Long code = found.getExitCodeLong();
    if (code == null) {
      throw new TargetException(
          "the engine does not say how " + command + " ended",
          "the engine's own log says more: `journalctl -u docker`",
          true,
          new IllegalStateException("no exit code"));
    }
    return code.intValue();
  }

  /** Nobody reads what it writes, and it must not wait for that. */
  private static final class Silence extends EngineFeed<Silence, Frame> {
    @Override
    public void onNext(Frame frame) {}
  }
}
