package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.BuildOutcome;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Parameters;

/** What the verbs have in common that do one thing to one build. */
abstract class BuildVerb extends Verb {
  @Parameters(paramLabel = "BUILD", description = "An id, REPO#NUMBER, or latest.")
  String build = "";

  BuildVerb(Shell shell) {
    super(shell);
  }

  /** The last part of the API's path. */
  abstract String action();

  /** What is sent. */
  ObjectNode body() {
    return Json.object();
  }

  /** What is said once it was accepted, of a build of that name. */
  abstract String accepted(String name);

  @Override
  ExitCode run() {
    String id = Json.text(lookup().build(build), "id");
    JsonNode after = api().post(Api.path("builds", id, action()), body());
    if (json) {
      printJson(after);
    } else {
      new BuildTable(this).row(after).print();
    }
    shell.out().flush();
    shell.say(accepted(BuildOutcome.name(after)));
    return ExitCode.OK;
  }
}
