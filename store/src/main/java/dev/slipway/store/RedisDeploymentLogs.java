package dev.slipway.store;

import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentLogs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the output of release commands in Redis. */
public final class RedisDeploymentLogs implements DeploymentLogs {
  private static final LuaScript WRITE = LuaScript.load("write_deployment_log");
  private static final Duration KEPT = Duration.ofDays(30);

  private final Redis redis;

  public RedisDeploymentLogs(Redis redis) {
    this.redis = redis;
  }

  @Override
  public void write(DeploymentId deployment, int from, List<String> lines) {
    List<String> values = new ArrayList<>();
    values.add(deployment.value());
    values.add(String.valueOf(from));
    values.add(String.valueOf(MOST_LINES));
    values.add(String.valueOf(KEPT.toSeconds()));
    values.addAll(lines);
    var _ = WRITE.number(redis, values.toArray(String[]::new));
  }

  @Override
  public List<String> read(DeploymentId deployment) {
    Map<Integer, String> lines = new TreeMap<>();
    redis
        .call(commands -> commands.hgetall(Key.DEPLOYMENT_LOG.of(deployment)))
        .forEach((number, line) -> lines.put(Integer.valueOf(number), line));
    return List.copyOf(lines.values());
  }
}
