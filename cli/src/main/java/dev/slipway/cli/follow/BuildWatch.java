package dev.slipway.cli.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.LiveRows;
import dev.slipway.cli.terminal.Shell;
import java.time.InstantSource;

/** Watches a build and then everything that it deploys, until all is live or something failed. */
public final class BuildWatch {
  private final Api api;
  private final Shell shell;
  private final Patience patience;
  private final boolean json;
  private final boolean log;

  /**
   * @param json log lines as JSON, then the build and each deployment, one object per line
   * @param log the log too where its steps are drawn on a terminal; elsewhere it always is written
   */
  public BuildWatch(Api api, Shell shell, boolean json, boolean log) {
    this.api = api;
    this.shell = shell;
    this.patience = Patience.usual(shell);
    this.json = json;
    this.log = log;
  }

  /** Watches to the end; the exit code is the result's. */
  public ExitCode watch(JsonNode build) {
    tellStart(build);
    String id = Json.text(build, "id");
    JsonNode end = !json && LiveRows.suit(shell) ? draw(id) : print(id);
    if (json) {
      shell.print(Json.write(end));
    }
    shell.out().flush();
    BuildOutcome.tell(shell, end);
    ExitCode exitCode = BuildOutcome.exitCode(end);
    for (JsonNode deployment : end.path("deployments")) {
      if (!deployed(deployment.asText()) && exitCode == ExitCode.OK) {
        exitCode = ExitCode.FAILED;
      }
    }
    return exitCode;
  }

  private JsonNode print(String id) {
    return new LogFollower(api, patience, new LogPrinter(shell, json, null), id).follow();
  }

  private JsonNode draw(String id) {
    StepRows steps = new StepRows(InstantSource.system());
    JsonNode end;
    try (LiveRows live = new LiveRows(shell, steps::rows)) {
      LogListener listener =
          log ? new LinesAbove(steps, new LogPrinter(live.shell(), false, null)) : steps;
      end = new LogFollower(api, Patience.usual(live.shell()), listener, id).follow();
    }
    if (!log) {
      steps.lastWords().forEach(line -> shell.say("  | " + line));
    }
    return end;
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
    var follower = new DeploymentFollower(api, shell);
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

  /** The log goes above the rows of its steps. */
  private record LinesAbove(StepRows steps, LogPrinter lines) implements LogListener {
    @Override
    public void line(JsonNode line) {
      steps.line(line);
      lines.line(line);
    }

    @Override
    public void step(JsonNode step) {
      steps.step(step);
    }

    @Override
    public void pause() {
      lines.pause();
    }
  }
}
