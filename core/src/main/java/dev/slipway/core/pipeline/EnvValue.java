package dev.slipway.core.pipeline;

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
}
