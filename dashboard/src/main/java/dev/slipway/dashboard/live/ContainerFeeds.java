package dev.slipway.dashboard.live;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Placed;
import dev.slipway.core.deploy.Target.Usage;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.Targets;
import dev.slipway.dashboard.http.Outflow;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends viewers what the containers of a service write and use, as event streams. Every method
 * fails with {@link TargetException} only before anything was sent. Safe for concurrent use.
 */
public final class ContainerFeeds {
  /** Figures come about once a second; what is older says nothing about now. */
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Targets targets;
  private final Map<String, Seen> usage = new ConcurrentHashMap<>();

  public ContainerFeeds(Targets targets) {
    this.targets = targets;
  }

  /**
   * {@code line} events of all containers that run, until the viewer goes. A viewer who is slow
   * holds back the containers' feeds, and nobody else's.
   *
   * @param place the name of the target
   * @param tail how many lines of each come first that were written before
   */
  public void logs(ServiceId service, String place, int tail, Outflow out)
      throws TargetException, IOException, InterruptedException {
    ContainerWatch.Source lines =
        (target, instance, viewer) ->
            target.output(
                instance,
                viewer.begun() ? viewer.linesOf(instance) : tail,
                line -> viewer.tell("line", new Line(instance.id(), line)));
    try (ContainerWatch watch = new ContainerWatch(find(place), service, lines, out)) {
      watch.run();
    }
  }

  /** The last {@code line} events of all containers that run, and {@code end}. */
  public void lastLines(ServiceId service, String place, int tail, Outflow out)
      throws TargetException, IOException, InterruptedException {
    Target target = find(place);
    EventText text = new EventText();
    for (Placed placed : target.containers(service)) {
      Instance instance = placed.instance();
      if (placed.running() && tail > 0) {
        for (String line : target.lastLines(instance, tail)) {
          text.add("line", null, new Line(instance.id(), line));
        }
      }
    }
    EventText.begin(out);
    text.add("end", null, Map.of()).flush(out);
    out.end();
  }

  /**
   * {@code stats} events of each container that runs, about once a second, until the viewer goes. A
   * viewer who is slow misses some.
   */
  public void stats(ServiceId service, String place, Outflow out)
      throws TargetException, IOException, InterruptedException {
    ContainerWatch.Source figures =
        (target, instance, viewer) ->
            target.usage(
                instance,
                now -> {
                  usage.put(instance.id(), new Seen(now, System.nanoTime()));
                  viewer.offer("stats", Figures.of(instance, now));
                });
    try (ContainerWatch watch = new ContainerWatch(find(place), service, figures, out)) {
      watch.onLeave(usage::remove);
      watch.run();
    }
  }

  /** What a container used a moment ago, where somebody follows that. */
  public Optional<Usage> lastUsage(String container) {
    return Optional.ofNullable(usage.get(container))
        .filter(seen -> System.nanoTime() - seen.nanos() < FRESH.toNanos())
        .map(Seen::usage);
  }

  private Target find(String place) throws TargetException {
    Optional<Target> target = targets.find(place);
    if (target.isEmpty()) {
      throw new TargetException(
          "there is no target \"" + place + "\" any more",
          "add it to slipway.yml again, or deploy to another",
          false,
          new IllegalStateException(place));
    }
    return target.get();
  }

  private record Seen(Usage usage, long nanos) {}

  private record Line(String container, String line) {}

  private record Figures(
      String container,
      long cpu,
      long memory,
      long memoryLimit,
      long pids,
      long received,
      long sent) {
    static Figures of(Instance instance, Usage usage) {
      return new Figures(
          instance.id(),
          usage.cpu(),
          usage.memory(),
          usage.memoryLimit(),
          usage.pids(),
          usage.received(),
          usage.sent());
    }
  }
}
