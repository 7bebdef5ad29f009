package dev.slipway.deployer.target.swarm;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.core.deploy.Target.Feed;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.deployer.target.docker.Engine;
import dev.slipway.deployer.target.docker.OutputFeed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What tasks write, on whichever node they run. */
final class TaskOutput {
  private final Engine engine;

  TaskOutput(Engine engine) {
    this.engine = engine;
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
    return engine.follow(
        "follow the output of task " + task.id(),
        docker -> {
          var follow =
              docker.logTaskCmd(task.id()).withStdout(true).withStderr(true).withFollow(true);
          return (lastLines == Integer.MAX_VALUE ? follow : follow.withTail(lastLines))
              .exec(output);
        });
  }
}
