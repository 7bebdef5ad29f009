package dev.slipway.cli.verb;

import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Sets somebody's password. */
@Command(
    name = "password",
    description = {
      "Sets somebody's password; their browser sessions end.",
      "It is asked for without echo, or read from standard input."
    },
    footer = {"", "Example: slipway users password grace < FILE"})
public final class UsersPasswordCommand extends UserVerb {
  public UsersPasswordCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    api().get(path());
    return show(api().put(path() + "/password", Json.object().put("password", newPassword())));
  }
}
