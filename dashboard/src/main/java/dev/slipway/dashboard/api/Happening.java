package dev.slipway.dashboard.api;

import dev.slipway.core.deploy.ContainerEvent;
import dev.slipway.core.deploy.ContainerEvent.What;
import dev.slipway.core.deploy.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An event of a container, seen with those before it.
 *
 * @param again whether a start follows an end of the same container
 */
public record Happening(ContainerEvent event, boolean again) {
  /** All of them, in the same order: newest first. */
  public static List<Happening> of(List<ContainerEvent> newestFirst) {
    Set<String> ended = new HashSet<>();
    List<Happening> all = new ArrayList<>();
    for (ContainerEvent event : newestFirst.reversed()) {
      boolean started = event.what() instanceof What.Started;
      all.add(new Happening(event, started && ended.contains(event.container())));
      if (event.what() instanceof What.Died) {
        ended.add(event.container());
      }
    }
    return all.reversed();
  }

  /** In one word. */
  public String kind() {
    return switch (event.what()) {
      case What.Started _ -> again ? "restarted" : "started";
      case What.Died _ -> "died";
      case What.Signalled _ -> "signalled";
      case What.HealthChanged _ -> "health";
    };
  }

  /** For people. */
  public String sentence() {
    return switch (event.what()) {
      case What.Started _ -> again ? "started again" : "started";
      case What.Died(int code, boolean outOfMemory) ->
          "ended with exit code " + code + (outOfMemory ? ": out of memory" : "");
      case What.Signalled(int signal) -> "was sent " + signal(signal);
      case What.HealthChanged(Target.Health to) ->
          to == Target.Health.UNHEALTHY
              ? "became unhealthy by its HEALTHCHECK"
              : "became healthy by its HEALTHCHECK";
    };
  }

  /** Whether somebody should look into it. */
  public boolean bad() {
    return switch (event.what()) {
      case What.Died(int code, boolean outOfMemory) -> code != 0 || outOfMemory;
      case What.HealthChanged(Target.Health to) -> to == Target.Health.UNHEALTHY;
      case What.Started _, What.Signalled _ -> false;
    };
  }

  private static String signal(int number) {
    return switch (number) {
      case 1 -> "SIGHUP";
      case 2 -> "SIGINT";
      case 3 -> "SIGQUIT";
      case 9 -> "SIGKILL";
      case 15 -> "SIGTERM";
      default -> "signal " + number;
    };
  }
}
