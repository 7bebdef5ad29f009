package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;

/** Watches a build and then everything that it deploys, until all is live or something failed. */
public final class BuildWatch {
  private final Api api;
  private final Shell shell;
  private final Patience patience;
  private final boolean json;

  /**
   * @param json log lines as JSON, then the build and each deployment, one object per line
   */
  public BuildWatch(Api api, Shell shell, boolean json) {
    this.api = api;
    this.shell = shell;
    this.patience = Patience.usual(shell);
    this.json = json;
  }

  /** Watches to the end; the exit code is the result's. */
  public ExitCode watch(JsonNode build) {
    tellStart(build);
    var printer = new LogPrinter(shell, json, null);
    JsonNode end = new LogFollower(api, patience, printer, Json.text(build, "id")).follow();
    if (json) {
      shell.print(Json.write(end));
    }
    shell.out().flush();
    BuildOutcome.tell(shell, end);
    ExitCode exitCode = BuildOutcome.exitCode(end);
    for (JsonNode id : end.path("deployments")) {
      if (!deployed(id.asText()) && exitCode == ExitCode.OK) {
        exitCode = ExitCode.FAILED;
      }
    }
    return exitCode;
  }

  private void tellStart(JsonNode build) {
    String position = Json.text(build, "queue_position");
    shell.say(
        "%s %s%s: %s"
            .formatted(
                BuildOutcome.name(build),
                Json.text(build, "status"),
                position.isEmpty() ? "" : " (builds ahead of it: " + position + ")",
                api.pageUrl("builds", Json.text(build, "id"))));
    String reason = Json.text(build, "reason");
    if (Json.text(build, "status").equals("queued") && !reason.isEmpty()) {
      shell.say("It is still queued: " + reason);
    }
    if (Json.text(build, "status").equals("waiting")) {
      shell.say(
          "It waits for an approval (%s). To approve it: slipway approve '%s'"
              .formatted(reason, BuildOutcome.name(build)));
    }
  }

  private boolean deployed(String id) {
    var follower = new DeploymentFollower(api, shell, patience);
    JsonNode begun = patience.outlast(() -> api.get(Api.path("deployments", id)));
    String service = serviceName(Json.text(begun, "service"));
    shell.say("Deploying %s v%s".formatted(service, Json.text(begun, "release")));
    JsonNode end = follower.follow(id);
    if (json) {
      shell.print(Json.write(end));
      shell.out().flush();
    }
    follower.tellEnd(service, end);
    if (DeploymentFollower.isLive(end)) {
      tellUrls(Json.text(end, "service"));
    }
    return DeploymentFollower.isLive(end);
  }

  private String serviceName(String id) {
    return Json.text(service(id), "name");
  }

  private void tellUrls(String id) {
    service(id).path("urls").forEach(url -> shell.say("  " + url.asText()));
  }

  private JsonNode service(String id) {
    return patience.outlast(() -> api.get(Api.path("services", id)));
  }
}
