package dev.slipway.dashboard;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.ServiceId;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks for rollbacks. Safe for concurrent use; blocks. */
@FunctionalInterface
public interface RollbackRequests {
  Result request(Order order);

  /**
   * What is wanted.
   *
   * @param release the number to go back to; null means the one before the live one
   * @param past whether also past a release that is marked as not reversible
   * @param by who asks
   * @param reason in the asker's words; may be empty
   */
  record Order(
      ServiceId service,
      @Nullable Integer release,
      boolean past,
      String by,
      String reason,
      Scope scope) {}

  /** How much of the earlier release is wanted. */
  enum Scope {
    ALL,
    IMAGE,
    CONFIG;

    /** How the API writes it. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The scope with that {@link #id}; fails with the list of those that there are. */
    public static Scope of(String id) {
      for (Scope scope : values()) {
        if (scope.id().equals(id)) {
          return scope;
        }
      }
      String known = Arrays.stream(values()).map(Scope::id).collect(Collectors.joining(", "));
      throw new InvalidValueException("\"" + id + "\" is no scope; known are: " + known);
    }
  }

  /** What became of it. */
  sealed interface Result {
    record Accepted(DeploymentId deployment) implements Result {}

    /** There is no such service or release. */
    record Unknown(String message) implements Result {}

    /** {@code hint} says what to do instead. */
    record Refused(String message, String hint) implements Result {}
  }
}
