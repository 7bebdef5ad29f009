package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.DeploymentFollower;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the verbs have in common that tell a rollout something while it goes on. */
abstract class WishVerb extends Verb {
  @Parameters(
      paramLabel = "DEPLOYMENT|SERVICE",
      description = "The rollout's id, or the service that is being rolled out.")
  String name = "";

  @Option(names = "--no-wait", description = "Do not wait for the deployment.")
  boolean noWait;

  WishVerb(Shell shell) {
    super(shell);
  }

  /** The last part of the path. */
  abstract String wish();

  /** What is said while it goes on, before the deployment's id. */
  abstract String doing();

  /** Whether the rollout ended as it was wished. */
  abstract boolean granted(JsonNode ended);

  @Override
  final ExitCode run() {
    String id = deployment();
    JsonNode accepted = api().post(Api.path("deployments", id, wish()), Json.object());
    if (noWait) {
      if (json) {
        printJson(accepted);
      }
      return ExitCode.OK;
    }
    var follower = new DeploymentFollower(api(), shell);
    shell.say(doing() + " " + id);
    JsonNode ended = follower.follow(id);
    if (json) {
      printJson(ended);
    }
    shell.out().flush();
    follower.tellEnd(Json.text(ended, "service"), ended);
    return granted(ended) ? ExitCode.OK : ExitCode.FAILED;
  }

  private String deployment() {
    if (name.startsWith("dep_")) {
      return name;
    }
    JsonNode service = lookup().service(name);
    String deploying = Json.text(service, "deploying");
    if (deploying.isEmpty()) {
      throw new CommandFailed(
          ExitCode.FAILED,
          "no rollout of " + Json.text(service, "name") + " goes on",
          "`slipway releases " + Json.text(service, "id") + "` lists what there was");
    }
    return deploying;
  }
}
