package dev.slipway.deployer.target.docker;

import dev.slipway.core.Secret;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The variables of a release's containers, with the values of secrets put in. */
public final class Environment {
  private static final String PORT = "PORT";

  private Environment() {}

  /**
   * As engines take them, {@code NAME=value}; PORT is where it is to listen, unless it says so.
   *
   * @throws TargetException when the order lacks a secret
   */
  public static List<String> of(Target.Order order) throws TargetException {
    Workload workload = order.release().content().spec().workload();
    List<String> env = new ArrayList<>();
    Integer port = workload.port();
    if (port != null && !workload.env().containsKey(PORT)) {
      env.add(PORT + "=" + port);
    }
    for (Map.Entry<String, EnvValue> variable : workload.env().entrySet()) {
      env.add(variable.getKey() + "=" + value(variable.getValue(), order));
    }
    return env;
  }

  private static String value(EnvValue value, Target.Order order) throws TargetException {
    return switch (value) {
      case EnvValue.Plain(var text) -> text;
      case EnvValue.FromSecret(var name) -> {
        Secret secret = order.secrets().get(name);
        if (secret == null) {
          throw new TargetException(
              "the secret " + name + " that " + order.release().service() + " needs is not there",
              "set it with `slipway secrets set`, and deploy again",
              false,
              new IllegalArgumentException("an order without " + name));
        }
        yield secret.reveal();
      }
    };
  }
}
