package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.deploy.TargetKind;
import org.jspecify.annotations.Nullable;

/**
 * How a target is.
 *
 * @param services how many have containers there; 0 when it does not answer
 * @param trouble why it does not answer; null when it does
 */
public record TargetStanding(
    String name, TargetKind kind, int services, @Nullable Trouble trouble) {

  /** Why something cannot be told, and what to do. */
  public record Trouble(String message, String hint) {
    public static Trouble of(TargetException e) {
      return new Trouble(e.getMessage(), e.hint());
    }
  }
}
