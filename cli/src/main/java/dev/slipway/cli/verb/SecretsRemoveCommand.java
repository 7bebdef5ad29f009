package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a secret. */
@Command(
    name = "rm",
    description = "Removes a secret; its value cannot be brought back.",
    footer = {"", "Example: slipway secrets rm acme/shop NPM_TOKEN"})
public final class SecretsRemoveCommand extends SecretVerb {
  @Parameters(index = "1", paramLabel = "NAME", description = "As `slipway secrets ls` lists it.")
  String name = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  public SecretsRemoveCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    String path = path() + "/" + Api.path(name);
    JsonNode found = api().get(path);
    if (!yes && !shell.confirm("Remove %s of %s?".formatted(name, scope))) {
      shell.say("Nothing was removed.");
      return ExitCode.CANCELED;
    }
    api().delete(path);
    if (json) {
      printJson(found);
    }
    shell.say("%s of %s was removed.".formatted(name, scope));
    return ExitCode.OK;
  }
}
