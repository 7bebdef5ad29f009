package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.LiveRows;
import dev.slipway.cli.terminal.Shell;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;

/** Follows rollouts to their end and shows their phases to a person. Used by one thread. */
public final class DeploymentFollower {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Set<String> ENDED = Set.of("live", "failed", "rolled_back");

  private final Api api;
  private final Shell shell;

  public DeploymentFollower(Api api, Shell shell) {
    this.api = api;
    this.shell = shell;
  }

  /** Follows until the deployment is live or not going to be; returns it as it is then. */
  public JsonNode follow(String id) {
    if (!LiveRows.suit(shell)) {
      return follow(id, Patience.usual(shell), new PhasePrinter(shell)::take);
    }
    PhaseRows phases = new PhaseRows(InstantSource.system());
    try (LiveRows live = new LiveRows(shell, phases::rows)) {
      return follow(id, Patience.usual(live.shell()), phases::take);
    }
  }

  private JsonNode follow(String id, Patience patience, Consumer<JsonNode> listener) {
    while (true) {
      JsonNode deployment = patience.outlast(() -> api.get(Api.path("deployments", id)));
      listener.accept(deployment);
      if (ENDED.contains(Json.text(deployment, "status"))) {
        return deployment;
      }
      Patience.pause(INTERVAL);
    }
  }

  /** Whether it ended well. */
  public static boolean isLive(JsonNode deployment) {
    return Json.text(deployment, "status").equals("live");
  }

  /** Says how it ended, with all that is known where it did not end well. */
  public void tellEnd(String name, JsonNode deployment) {
    String release = "v" + Json.text(deployment, "release");
    if (isLive(deployment)) {
      shell.say("%s %s is live.".formatted(name, release));
      return;
    }
    shell.say(
        "%s %s did not become live (%s): %s"
            .formatted(
                name,
                release,
                Json.text(deployment, "status").replace('_', ' '),
                Json.text(deployment, "reason")));
    JsonNode failure = deployment.path("failure");
    failure.path("last_lines").forEach(line -> shell.say("  | " + line.asText()));
    String hint = Json.text(failure, "hint");
    if (!hint.isEmpty()) {
      shell.say(hint);
    }
  }
}
