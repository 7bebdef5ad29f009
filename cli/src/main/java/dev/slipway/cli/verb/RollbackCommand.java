package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.api.ReleaseNumber;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.DeploymentFollower;
import dev.slipway.cli.follow.Patience;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes back to an earlier release. */
@Command(
    name = "rollback",
    description = {
      "Rolls a service back to an earlier release, without a failed request, and waits for it.",
      "Without a release, to the one before. On a terminal it asks first."
    },
    footer = {"", "Example: slipway rollback shop v3 --reason 'checkout is broken'"})
public final class RollbackCommand extends Verb {
  @Parameters(index = "0", paramLabel = "SERVICE", description = "Name, where unique, or id.")
  String service = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RELEASE",
      description = "Its number: v3 or 3.")
  @Nullable String release;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for whoever comes later.")
  @Nullable String reason;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  @Option(names = "--no-wait", description = "Do not wait for the deployment.")
  boolean noWait;

  public RollbackCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode body = Json.object();
    if (release != null) {
      body.put("release", ReleaseNumber.parse(release));
    }
    if (reason != null) {
      body.put("reason", reason);
    }
    JsonNode found = lookup().service(service);
    if (!yes && !shell.confirm(question(found, body))) {
      shell.say("Nothing was rolled back.");
      return ExitCode.CANCELED;
    }
    JsonNode accepted = api().post(Api.path("services", Json.text(found, "id"), "rollback"), body);
    String deployment = Json.text(accepted, "deployment_id");
    if (noWait) {
      if (json) {
        printJson(accepted);
      } else {
        shell.print(deployment);
      }
      return ExitCode.OK;
    }
    return await(Json.text(found, "name"), deployment);
  }

  private ExitCode await(String name, String id) {
    var follower = new DeploymentFollower(api(), shell, Patience.usual(shell));
    shell.say("Rolling back %s".formatted(name));
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

  private static String question(JsonNode found, ObjectNode body) {
    String live = Json.text(found, "release");
    String to = body.has("release") ? "v" + Json.text(body, "release") : "the release before";
    return "Roll %s (%s) back%s to %s?"
        .formatted(
            Json.text(found, "name"),
            Json.text(found, "environment"),
            live.isEmpty() ? "" : " from v" + live,
            to);
  }
}
