package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One repository. */
@Command(
    name = "show",
    description = "Shows a repository, with the URL of its webhook.",
    footer = {"", "Example: slipway repos show acme/shop"})
public final class ReposShowCommand extends Verb {
  @Parameters(paramLabel = "REPO", description = "Name or id.")
  String repository = "";

  public ReposShowCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    JsonNode found = lookup().repository(repository);
    if (json) {
      printJson(found);
    } else {
      RepositoryText.print(shell, found);
    }
    return ExitCode.OK;
  }
}
