package dev.slipway.core.deploy;

import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EnvValue;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people set for a service by hand, over what its pipeline file says.
 *
 * @param replicas null leaves them to the file
 * @param env variables that replace or add to those of the file
 */
public record Adjustments(@Nullable Replicas replicas, Map<String, EnvValue> env) {
  public static final Adjustments NONE = new Adjustments(null, Map.of());

  public Adjustments {
    env = Collections.unmodifiableMap(new TreeMap<>(env));
  }

  /**
   * A number of containers by hand. It holds until the file changes its own figure: who edits that
   * wants it.
   *
   * @param wanted by hand
   * @param instead what the file said then
   */
  public record Replicas(int wanted, int instead) {}

  /** What a release with that file gets. */
  public DeploySpec over(DeploySpec file) {
    DeploySpec spec = file;
    if (replicas != null && replicas.instead() == file.replicas()) {
      spec = spec.withReplicas(replicas.wanted());
    }
    if (!env.isEmpty()) {
      Map<String, EnvValue> all = new HashMap<>(file.workload().env());
      all.putAll(env);
      spec = spec.withWorkload(spec.workload().withEnv(all));
    }
    return spec;
  }

  /** The same with another number of containers. */
  public Adjustments withReplicas(@Nullable Replicas other) {
    return new Adjustments(other, env);
  }

  /** The same with a variable set, or, with null, left to the file again. */
  public Adjustments with(String name, @Nullable EnvValue value) {
    Map<String, EnvValue> changed = new HashMap<>(env);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new Adjustments(replicas, changed);
  }
}
