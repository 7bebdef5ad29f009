package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Forgets a repository. */
@Command(
    name = "rm",
    description = "Removes a repository: its pushes are not built any more.",
    footer = {"", "Example: slipway repos rm acme/shop"})
public final class ReposRemoveCommand extends Verb {
  @Parameters(paramLabel = "REPO", description = "Name or id.")
  String repository = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  public ReposRemoveCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode found = lookup().repository(repository);
    String name = Json.text(found, "name");
    if (!yes && !shell.confirm("Remove %s?".formatted(name))) {
      shell.say("Nothing was removed.");
      return ExitCode.CANCELED;
    }
    JsonNode answer = api().delete(Api.path("repositories", Json.text(found, "id")));
    if (json) {
      printJson(found);
    }
    shell.say("%s was removed.".formatted(name));
    if (answer.hasNonNull("note")) {
      shell.say(Json.text(answer, "note"));
    }
    return ExitCode.OK;
  }
}
