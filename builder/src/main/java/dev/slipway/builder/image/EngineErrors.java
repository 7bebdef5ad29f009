package dev.slipway.builder.image;

import com.github.dockerjava.api.exception.DockerException;
import dev.slipway.core.build.Failure.Infrastructure;
import java.io.IOException;

/** Makes failures of what goes wrong between us and the engine. */
public final class EngineErrors {
  private EngineErrors() {}

  /** The connection could not be made, or broke. */
  public static Infrastructure away(Engine engine, Throwable cause) {
    String why = rootMessage(cause);
    if (why.contains("Permission denied")) {
      return new Infrastructure(
          "the engine at " + engine.address() + " does not let us in: " + why,
          "let the user that runs Slipway use it, mostly by adding it to the group docker",
          false);
    }
    return new Infrastructure(
        "the engine at " + engine.address() + " does not answer: " + why,
        "check that it runs (`docker info`) and that DOCKER_HOST names the right one",
        true);
  }

  /**
   * The engine answered a request of ours with a refusal, or did not answer.
   *
   * @param doing as it follows "refused to"
   */
  public static Infrastructure of(Engine engine, String doing, RuntimeException cause) {
    return cause instanceof DockerException refused
        ? new Infrastructure(
            "the engine refused to " + doing + ": " + refused.getMessage(),
            "the engine's log tells more",
            refused.getHttpStatus() >= 500)
        : away(engine, cause);
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    boolean plain = root instanceof IOException && message != null && message.length() > 3;
    return plain ? String.valueOf(message) : root.toString();
  }
}
