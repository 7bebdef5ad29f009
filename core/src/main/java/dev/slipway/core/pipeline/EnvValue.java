package dev.slipway.core.pipeline;

import java.util.List;
import java.util.Map;

/** What a variable of a container is set to. */
public sealed interface EnvValue {
  /** A text that may be shown. */
  record Plain(String text) implements EnvValue {}

  /**
   * The value of a secret, put in where the container is started and nowhere else.
   *
   * @param name of the secret
   */
  record FromSecret(String name) implements EnvValue {}

  /** The names of the secrets among these. */
  static List<String> secrets(Map<String, EnvValue> env) {
    return env.values().stream()
        .filter(FromSecret.class::isInstance)
        .map(value -> ((FromSecret) value).name())
        .toList();
  }
}
