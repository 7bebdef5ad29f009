package dev.slipway.deployer.target.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Target.Health;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads how a container is from what its engine says. */
public final class Conditions {
  private Conditions() {}

  static Condition of(InspectContainerResponse found) {
    ContainerState state = found.getState();
    if (Boolean.TRUE.equals(state.getPaused())) {
      return new Condition.Frozen();
    }
    if (Boolean.TRUE.equals(state.getRunning()) && !Boolean.TRUE.equals(state.getRestarting())) {
      return new Condition.Running(
          health(state.getHealth()), Objects.requireNonNullElse(found.getRestartCount(), 0));
    }
    Long code = state.getExitCodeLong();
    return new Condition.Exited(
        code == null ? 0 : code.intValue(), Boolean.TRUE.equals(state.getOOMKilled()));
  }

  /** What the image's HEALTHCHECK says. */
  public static Health health(@Nullable HealthState state) {
    String status = state == null ? null : state.getStatus();
    return switch (status) {
      case "starting" -> Health.STARTING;
      case "healthy" -> Health.HEALTHY;
      case "unhealthy" -> Health.UNHEALTHY;
      case null, default -> Health.NONE;
    };
  }
}
