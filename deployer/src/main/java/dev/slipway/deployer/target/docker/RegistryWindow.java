package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.model.Frame;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.registry.RegistryCleaning.Freed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time in which the managed registry is read-only and is cleaned. All of it happens inside the
 * container: when Slipway dies meanwhile, the window still ends as it should.
 */
final class RegistryWindow {
  private static final Duration GLANCE = Duration.ofMillis(100);

  /** What a script answers that found another one at work. */
  private static final int BUSY = 75;

  private static final Pattern OUTCOME = Pattern.compile("(\\d+) (\\d+) (\\d+)");

  private final Engine engine;
  private final String container;

  RegistryWindow(Engine engine, String container) {
    this.engine = engine;
    this.container = container;
  }

  /** Makes the registry writable, unless it is being cleaned right now. */
  void end() throws TargetException, InterruptedException {
    awaitExit(start(RegistryScripts.REOPEN.command()));
  }

  /** Cleans, and waits for the end of it. Interrupted, it goes on to its end by itself. */
  Freed clean() throws TargetException, InterruptedException {
    long start = System.nanoTime();
    int code = awaitExit(start(RegistryScripts.CLEAN.command()));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (code == BUSY) {
      throw trouble("it is being cleaned already", "wait until that has ended");
    }
    String said = read("/tmp/slipway-cleaned").strip();
    Matcher outcome = OUTCOME.matcher(said);
    if (code != 0 || !outcome.matches()) {
      throw trouble(
          "its own cleaning ended with " + code + ": " + said,
          "it is writable again and has what it had; `docker logs` of its container tells more");
    }
    return new Freed(
        Integer.parseInt(outcome.group(3)),
        Long.parseLong(outcome.group(1)) << 10,
        Long.parseLong(outcome.group(2)) << 10,
        took);
  }

  private static TargetException trouble(String why, String hint) {
    return new TargetException(
        "the registry could not be cleaned: " + why, hint, true, new IOException(why));
  }

  /** Detached: output that nobody takes would hold it up when Slipway dies. */
  private String start(String... command) throws TargetException {
    String id =
        engine.ask(
            "run a command in the registry's container",
            docker -> docker.execCreateCmd(container).withCmd(command).exec().getId());
    try (var output =
        engine.ask(
            "run a command in the registry's container",
            docker ->
                docker
                    .execStartCmd(id)
                    .withDetach(true)
                    .exec(new ResultCallback.Adapter<Frame>() {})
                    .awaitCompletion())) {
      return id;
    } catch (IOException _) {
      return id;
    }
  }

  private int awaitExit(String exec) throws TargetException, InterruptedException {
    while (true) {
      InspectExecResponse found =
          engine.ask(
              "look at a command in the registry's container",
              docker -> docker.inspectExecCmd(exec).exec());
      Long code = found.getExitCodeLong();
      if (!Boolean.TRUE.equals(found.isRunning()) && code != null) {
        return code.intValue();
      }
      Thread.sleep(GLANCE);
    }
  }

  private String read(String file) throws TargetException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    engine.ask(
        "read what the registry's cleaning said",
        docker -> {
          String id =
              docker
                  .execCreateCmd(container)
                  .withCmd("/bin/cat", file)
                  .withAttachStdout(true)
                  .exec()
                  .getId();
          return docker
              .execStartCmd(id)
              .exec(
                  new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                      content.writeBytes(frame.getPayload());
                    }
                  })
              .awaitCompletion();
        });
    return content.toString(StandardCharsets.UTF_8);
  }
}
