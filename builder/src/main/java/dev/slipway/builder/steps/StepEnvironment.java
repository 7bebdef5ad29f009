package dev.slipway.builder.steps;

import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.build.StepRunner.Order;
import dev.slipway.core.pipeline.EnvValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Makes the variables of a container: the one place where the secrets of a build are revealed. */
final class StepEnvironment {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private StepEnvironment() {}

  /**
   * The variables as the engine wants them.
   *
   * @param variables known beforehand; what the entry of the pipeline file says comes before them
   * @param notes told of secrets that a fork does not get
   * @throws BuildFailedException when a secret is not set, or a name cannot be one
   */
  static List<String> of(
      Order order,
      String step,
      Map<String, String> variables,
      Map<String, EnvValue> env,
      Consumer<String> notes)
      throws BuildFailedException {
    Map<String, String> all = new TreeMap<>(variables);
    for (Map.Entry<String, EnvValue> entry : env.entrySet()) {
      String name = entry.getKey();
      switch (entry.getValue()) {
        case EnvValue.Plain(String text) -> all.put(name, text);
        case EnvValue.FromSecret(String secret) -> {
          Secret value = order.secrets().get(secret);
          if (value != null) {
            all.put(name, value.reveal());
          } else if (order.fromFork()) {
            notes.accept(name + " is not set: a fork's build gets no secrets");
          } else {
            throw new BuildFailedException(notSet(step, name, secret));
          }
        }
      }
    }
    for (String name : all.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw new BuildFailedException(
            new StepFailed(
                step,
                "\"" + name + "\" is no name of a variable",
                "use letters, digits and underscores"));
      }
    }
    return all.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
  }

  private static StepFailed notSet(String step, String name, String secret) {
    return new StepFailed(
        step,
        "there is no secret " + secret + " for the variable " + name,
        "set it with `slipway secrets set`, or correct its name in .slipway.yml");
  }
}
