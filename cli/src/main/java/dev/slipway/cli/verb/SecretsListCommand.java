package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Lists the secrets of a scope, without their values. */
@Command(
    name = "ls",
    description = "Lists the names of secrets; their values never come out.",
    footer = {"", "Example: slipway secrets ls acme/shop:production"})
public final class SecretsListCommand extends SecretVerb {
  public SecretsListCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode secrets = api().listAll(path());
    if (json) {
      printJson(secrets);
      return ExitCode.OK;
    }
    print(secrets.path("items"));
    if (secrets.path("items").isEmpty()) {
      shell.say("No secret is set there: slipway secrets set " + scope + " NAME");
    }
    return ExitCode.OK;
  }
}
