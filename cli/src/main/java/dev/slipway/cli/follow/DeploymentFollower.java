package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Times;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Follows one rollout to its end and tells its phases on standard error. Used by one thread. */
public final class DeploymentFollower {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Set<String> ENDED = Set.of("live", "failed", "rolled_back");

  private final Api api;
  private final Shell shell;
  private final Patience patience;
  private final Set<String> told = new HashSet<>();

  public DeploymentFollower(Api api, Shell shell, Patience patience) {
    this.api = api;
    this.shell = shell;
    this.patience = patience;
  }

  /** Follows until the deployment is live or not going to be; returns it as it is then. */
  public JsonNode follow(String id) {
    while (true) {
      JsonNode deployment = patience.outlast(() -> api.get(Api.path("deployments", id)));
      tellPhases(id, deployment);
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

  private void tellPhases(String id, JsonNode deployment) {
    int number = 0;
    for (JsonNode phase : deployment.path("phases")) {
      // A rollout that was taken over by another deployer goes through a phase again.
      String key = id + " " + number++ + " ";
      String name = Json.text(phase, "name");
      if (told.add(key + "begun")) {
        shell.say("  %s ...".formatted(name));
      }
      String took = Times.between(Json.text(phase, "started_at"), Json.text(phase, "finished_at"));
      String detail = Json.text(phase, "detail");
      if (!took.isEmpty() && told.add(key + "ended")) {
        shell.say("  %s: %s%s".formatted(name, took, detail.isEmpty() ? "" : ", " + detail));
      }
    }
  }
}
