package dev.slipway.deployer.target.swarm;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.core.deploy.Target.Feed;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.OutputFeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What tasks write, on whichever node they run. */
final class TaskOutput {
  private static final Logger LOG = LoggerFactory.getLogger(TaskOutput.class);
  private static final Duration GLANCE = Duration.ofMillis(500);

  /** What a node takes to hand over the last lines. */
  private static final Duration STRAGGLERS = Duration.ofSeconds(1);

  private final Swarm swarm;
  private final Engine engine;

  TaskOutput(Swarm swarm) {
    this.swarm = swarm;
    this.engine = swarm.engine();
  }

  /** Oldest first; none when it is gone. */
  List<String> lastLines(Task task, int most) throws TargetException {
    Deque<String> lines = new ArrayDeque<>();
    engine.ask(
        "read the output of task " + task.id(),
        docker -> {
          try (OutputFeed output = new OutputFeed(lines::add)) {
            docker
                .logTaskCmd(task.id())
                .withStdout(true)
                .withStderr(true)
                .withTail(most)
                .exec(output)
                .awaitCompletion();
          } catch (NotFoundException e) {
            return lines;
          }
          return lines;
        });
    while (lines.size() > most) {
      lines.removeFirst();
    }
    return List.copyOf(lines);
  }

  /** Ends at once when there is none. */
  Feed follow(@Nullable Task task, int lastLines, Consumer<String> line) throws TargetException {
    OutputFeed output = new OutputFeed(line);
    if (task == null) {
      output.onComplete();
      return output;
    }
    engine.follow(
        "follow the output of task " + task.id(),
        docker -> {
          var follow =
              docker.logTaskCmd(task.id()).withStdout(true).withStderr(true).withFollow(true);
          return (lastLines == Integer.MAX_VALUE ? follow : follow.withTail(lastLines))
              .exec(output);
        });
    Thread.ofVirtual().name("end of task " + task.id()).start(() -> endWith(task, output));
    return output;
  }

  /** Swarm goes on following the output of a task that has ended, for as long as it keeps it. */
  private void endWith(Task task, OutputFeed output) {
    try {
      while (!output.awaitEnd(GLANCE)) {
        if (swarm.hasEnded(task)) {
          output.awaitEnd(STRAGGLERS);
          output.onComplete();
        }
      }
    } catch (TargetException e) {
      LOG.debug("stops following task {}", task.id(), e);
      output.onComplete();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      output.close();
    }
  }
}
