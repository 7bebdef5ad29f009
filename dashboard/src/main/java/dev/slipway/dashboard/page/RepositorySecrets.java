package dev.slipway.dashboard.page;

import dev.slipway.core.secret.SecretScope;
import dev.slipway.core.secret.StoredSecret;
import java.util.List;

/**
 * The secrets of one repository, as far as they may be told.
 *
 * @param own of the repository and its environments
 * @param shared those of the team that the repository gets too
 * @param done what was just done, {@code set} or {@code removed}; empty for nothing
 */
public record RepositorySecrets(List<StoredSecret> own, List<StoredSecret> shared, String done) {
  /** The one environment that gets it; empty where builds and all environments do. */
  public static String environment(StoredSecret secret) {
    return secret.scope() instanceof SecretScope.OfEnvironment of ? of.environment() : "";
  }

  /** Who gets it, in words. */
  public static String reach(StoredSecret secret) {
    String environment = environment(secret);
    return environment.isEmpty() ? "builds and all environments" : environment + " only";
  }

  /** Its name, with the environment that it is for. */
  public static String full(StoredSecret secret) {
    String environment = environment(secret);
    return secret.name() + (environment.isEmpty() ? "" : " of " + environment);
  }

  /** Tells it apart from the others on the page. */
  public static String key(StoredSecret secret) {
    return secret.name() + "." + environment(secret);
  }

  /** What was just done, in a sentence; empty for nothing. */
  public String notice() {
    return switch (done) {
      case "set" -> "The secret is set. What starts from now on gets the new value.";
      case "removed" -> "The secret is removed. What runs with it keeps it until it is replaced.";
      default -> "";
    };
  }
}
