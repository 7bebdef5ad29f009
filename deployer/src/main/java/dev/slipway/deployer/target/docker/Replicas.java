package dev.slipway.deployer.target.docker;

import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.TargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Brings a deployment to as many replicas as are wanted, all missing ones at the same time. */
public final class Replicas {
  private final Map<Integer, Instance> running = new TreeMap<>();

  /** Counts one that an earlier attempt started; false when its place is taken already. */
  public boolean adopt(int replica, Instance instance) {
    return running.putIfAbsent(replica, instance) == null;
  }

  /** All that run afterwards, in the order of their numbers. */
  public List<Instance> complete(int wanted, Start start) throws TargetException {
    List<Integer> missing =
        IntStream.rangeClosed(1, wanted)
            .filter(replica -> !running.containsKey(replica))
            .boxed()
            .toList();
    if (missing.size() == 1) {
      running.put(missing.getFirst(), start.replica(missing.getFirst()));
    } else {
      startTogether(missing, start);
    }
    return List.copyOf(running.values());
  }

  private void startTogether(List<Integer> missing, Start start) throws TargetException {
    Map<Integer, Future<Instance>> starts = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int replica : missing) {
        starts.put(replica, threads.submit(() -> start.replica(replica)));
      }
    }
    for (var begun : starts.entrySet()) {
      running.put(begun.getKey(), result(begun.getValue()));
    }
  }

  private static Instance result(Future<Instance> start) throws TargetException {
    try {
      return start.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TargetException cause) {
        throw cause;
      }
      throw new IllegalStateException("starting a container broke off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetException("told to stop while starting containers", "", true, e);
    }
  }

  /** Starts one. */
  public interface Start {
    Instance replica(int replica) throws TargetException;
  }
}
