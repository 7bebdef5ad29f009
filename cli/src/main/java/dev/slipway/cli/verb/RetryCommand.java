package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.BuildOutcome;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Repeats a build. */
@Command(
    name = "retry",
    description = "Builds the commit of an ended build again, as a new build.",
    footer = {"", "Example: slipway retry 'shop#12'"})
public final class RetryCommand extends Verb {
  @Parameters(paramLabel = "BUILD", description = "An id, REPO#NUMBER, or latest.")
  String build = "";

  public RetryCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    String id = Json.text(lookup().build(build), "id");
    JsonNode after = api().post(Api.path("builds", id, "retry"), Json.object());
    if (json) {
      printJson(after);
    } else {
      new BuildTable(this).row(after).print();
    }
    shell.out().flush();
    shell.say("Build started; follow it: slipway watch '%s'".formatted(BuildOutcome.name(after)));
    return ExitCode.OK;
  }
}
