package dev.slipway.core.deploy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The output of release commands in memory, for tests. */
public final class InMemoryDeploymentLogs implements DeploymentLogs {
  private final Map<DeploymentId, SortedMap<Integer, String>> logs = new HashMap<>();

  @Override
  public synchronized void write(DeploymentId deployment, int from, List<String> lines) {
    SortedMap<Integer, String> log = logs.computeIfAbsent(deployment, _ -> new TreeMap<>());
    for (int i = 0; i < lines.size() && from + i <= MOST_LINES; i++) {
      log.put(from + i, lines.get(i));
    }
  }

  @Override
  public synchronized List<String> read(DeploymentId deployment) {
    return List.copyOf(logs.getOrDefault(deployment, new TreeMap<>()).values());
  }
}
