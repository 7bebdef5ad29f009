package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adds somebody. The password is no argument, since everybody on the machine can read those. */
@Command(
    name = "add",
    description = {
      "Adds somebody who may sign in.",
      "The password is asked for without echo, or read from standard input."
    },
    footer = {"", "Example: slipway users add grace --role developer"})
public final class UsersAddCommand extends UserVerb {
  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "viewer",
      description =
          "viewer, developer, maintainer or administrator; ${DEFAULT-VALUE} unless given.")
  String role = "";

  public UsersAddCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode body = Json.object();
    body.put("name", name).put("role", role).put("password", newPassword());
    return show(api().post("users", body));
  }
}
