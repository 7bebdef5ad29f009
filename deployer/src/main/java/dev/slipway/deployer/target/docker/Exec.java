package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.model.Frame;
import dev.slipway.core.deploy.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A command that an engine runs in a container of its own accord. Engines cannot end such a
 * command: it gets a variable with a value of its own, by which a second command finds its
 * processes and kills them. That one needs a shell in the image; without one a command that hangs
 * is left behind until the container ends.
 */
final class Exec {
  private static final String MARK = "SLIPWAY_EXEC";
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);
  private static final Duration GLANCE = Duration.ofMillis(10);

  /**
   * Only what every shell has built in; the arguments are the mark and the signals, each of which
   * all processes get before any gets the next.
   */
  private static final String KILL =
      """
      mark=$1
      shift
      for signal; do
        for p in /proc/[0-9]*; do
          while IFS= read -r line || [ -n "$line" ]; do
            case "$line" in *"$mark"*) kill "-$signal" "${p#/proc/}"; break ;; esac
          done < "$p/environ"
        done
      done 2> /dev/null
      """;

  private final Engine engine;
  private final String container;
  private final String mark;
  private final String id;

  private Exec(Engine engine, String container, String mark, String id) {
    this.engine = engine;
    this.container = container;
    this.mark = mark;
    this.id = id;
  }

  /** A command that is not started yet. */
  static Exec create(Engine engine, String container, List<String> command, Attached attached)
      throws TargetException {
    String mark = MARK + "=" + UUID.randomUUID();
    String id =
        engine.ask(
            "run " + command.getFirst() + " in container " + container,
            docker ->
                docker
                    .execCreateCmd(container)
                    .withCmd(command.toArray(String[]::new))
                    .withEnv(List.of(mark))
                    .withAttachStdin(attached != Attached.OUTPUT)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withTty(attached == Attached.TERMINAL)
                    .exec()
                    .getId());
    return new Exec(engine, container, mark, id);
  }

  /** What the engine knows it by. */
  String id() {
    return id;
  }

  /** Starts it, and lets go of whatever it writes. */
  EngineFeed<?, ?> startUnheard() throws TargetException {
    return engine.follow(
        "run a command in container " + container,
        docker -> docker.execStartCmd(id).exec(new Silence()));
  }

  /** Its exit code; empty while it runs. */
  OptionalInt exitCode() throws TargetException {
    InspectExecResponse found =
        engine.ask(
            "look at a command in container " + container,
            docker -> docker.inspectExecCmd(id).exec());
    Long code = found.getExitCodeLong();
    return Boolean.TRUE.equals(found.isRunning()) || code == null
        ? OptionalInt.empty()
        : OptionalInt.of(code.intValue());
  }

  /** The same after some time at most: the engine hears of the end after the output has ended. */
  OptionalInt awaitExit(Duration most) throws TargetException, InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    OptionalInt code = exitCode();
    while (code.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(GLANCE);
      code = exitCode();
    }
    return code;
  }

  /** Tells it and all that it started that nobody is at them any more, which they may ignore. */
  void hangUp() throws TargetException, InterruptedException {
    signal("HUP", "CONT");
  }

  /** Ends it and all that it started. */
  void kill() throws TargetException, InterruptedException {
    signal("KILL");
  }

  /**
   * All are stopped first: whoever waits for another one would go on as soon as that one is gone,
   * and do what comes next.
   */
  private void signal(String... signals) throws TargetException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", KILL, "slipway", mark, "STOP"));
    command.addAll(List.of(signals));
    Exec kill = create(engine, container, command, Attached.OUTPUT);
    try (EngineFeed<?, ?> output = kill.startUnheard()) {
      output.awaitEnd(KILLED_WITHIN);
    }
  }

  /** What somebody is at. */
  enum Attached {
    OUTPUT,
    PIPES,
    TERMINAL
  }

  /** Nobody reads what it writes, and it must not wait for that. */
  private static final class Silence extends EngineFeed<Silence, Frame> {
    @Override
    public void onNext(Frame frame) {}
  }
}
