package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Parameters;

/** What the verbs have in common that are about one user. */
abstract class UserVerb extends Verb {
  @Parameters(index = "0", paramLabel = "NAME", description = "The user's name.")
  String name = "";

  UserVerb(Shell shell) {
    super(shell);
  }

  final String path() {
    return Api.path("users", name);
  }

  /** Prints the user as they are now. */
  final ExitCode show(JsonNode user) {
    if (json) {
      printJson(user);
    } else {
      new UserTable(this).row(user).print();
    }
    return ExitCode.OK;
  }

  /** Asks for a new password, twice where a person types it. */
  final String newPassword() {
    String password = shell.secret("New password of " + name);
    if (password.isEmpty()) {
      throw CommandFailed.usage("no password was given", "send it by standard input: ... < FILE");
    }
    if (shell.interactive() && !shell.secret("The same again").equals(password)) {
      throw CommandFailed.usage("the two passwords differ", "nothing was changed; try again");
    }
    return password;
  }
}
