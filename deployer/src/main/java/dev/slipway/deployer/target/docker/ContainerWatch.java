package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Usage;
import dev.slipway.core.deploy.TargetException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** Looks at what containers write and use. */
public final class ContainerWatch {
  private final Engine engine;

  public ContainerWatch(Engine engine) {
    this.engine = engine;
  }

  /** Oldest first; none when it is gone. */
  List<String> lastLines(String id, int most) throws TargetException {
    ArrayDeque<String> lines = new ArrayDeque<>();
    engine.ask(
        "read the output of container " + id,
        docker -> {
          try (OutputFeed output = new OutputFeed(line -> keep(lines, line, most))) {
            docker
                .logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withTail(most)
                .exec(output)
                .awaitCompletion();
          } catch (NotFoundException e) {
            return lines;
          }
          return lines;
        });
    return List.copyOf(lines);
  }

  private static void keep(ArrayDeque<String> lines, String line, int most) {
    lines.add(line);
    if (lines.size() > most) {
      lines.removeFirst();
    }
  }

  /** Ends at once when it is gone. */
  Target.Feed output(String id, int lastLines, Consumer<String> line) throws TargetException {
    boolean all = lastLines == Integer.MAX_VALUE;
    return engine.follow(
        "follow the output of container " + id,
        docker -> {
          var follow =
              docker.logContainerCmd(id).withStdOut(true).withStdErr(true).withFollowStream(true);
          return (all ? follow.withTailAll() : follow.withTail(lastLines))
              .exec(new OutputFeed(line));
        });
  }

  /** Ends at once when it is gone. */
  public Target.Feed usage(String id, Consumer<Usage> figures) throws TargetException {
    long limit = memoryLimit(id);
    return engine.follow(
        "follow what container " + id + " uses",
        docker -> docker.statsCmd(id).exec(new UsageFeed(limit, figures)));
  }

  private long memoryLimit(String id) throws TargetException {
    return engine.ask(
        "look at container " + id,
        docker -> {
          try {
            Long limit = docker.inspectContainerCmd(id).exec().getHostConfig().getMemory();
            return Objects.requireNonNullElse(limit, 0L);
          } catch (NotFoundException e) {
            return 0L;
          }
        });
  }
}
