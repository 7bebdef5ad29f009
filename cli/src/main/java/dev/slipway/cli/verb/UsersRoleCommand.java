package dev.slipway.cli.verb;

import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Gives somebody another role. */
@Command(
    name = "role",
    description = "Gives somebody another role, from their next request on.",
    footer = {"", "Example: slipway users role grace maintainer"})
public final class UsersRoleCommand extends UserVerb {
  @Parameters(
      index = "1",
      paramLabel = "ROLE",
      description = "viewer, developer, maintainer or administrator.")
  String role = "";

  public UsersRoleCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    return show(api().put(path(), Json.object().put("role", role)));
  }
}
