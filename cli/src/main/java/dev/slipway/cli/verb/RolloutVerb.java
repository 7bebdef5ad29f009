package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.DeploymentFollower;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the verbs have in common that start a rollout, and wait for it unless told otherwise. */
abstract class RolloutVerb extends Verb {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever comes later.")
  @Nullable String reason;

  @Option(names = "--no-wait", description = "Do not wait for the deployment.")
  boolean noWait;

  RolloutVerb(Shell shell) {
    super(shell);
  }

  /**
   * Asks the server for a rollout of the service that was found, and follows it.
   *
   * @param call the last part of the path
   * @param doing what is said while it goes on, before the service's name
   */
  final ExitCode rollOut(JsonNode service, String call, ObjectNode body, String doing) {
    if (reason != null) {
      body.put("reason", reason);
    }
    JsonNode accepted = api().post(Api.path("services", Json.text(service, "id"), call), body);
    String deployment = Json.text(accepted, "deployment_id");
    if (noWait) {
      if (json) {
        printJson(accepted);
      } else {
        shell.print(deployment);
      }
      return ExitCode.OK;
    }
    return await(Json.text(service, "name"), deployment, doing);
  }

  private ExitCode await(String name, String id, String doing) {
    var follower = new DeploymentFollower(api(), shell);
    shell.say(doing + " " + name);
    JsonNode deployment = follower.follow(id);
    if (json) {
      printJson(deployment);
    } else {
      new Table("SERVICE", "RELEASE", "STATUS", "DEPLOYMENT")
          .row(
              name,
              "v" + Json.text(deployment, "release"),
              Json.text(deployment, "status"),
              Json.text(deployment, "id"))
          .print(shell);
    }
    shell.out().flush();
    follower.tellEnd(name, deployment);
    return DeploymentFollower.isLive(deployment) ? ExitCode.OK : ExitCode.FAILED;
  }
}
