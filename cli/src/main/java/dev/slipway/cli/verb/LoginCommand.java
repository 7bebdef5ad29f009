package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.login.Connection;
import dev.slipway.cli.login.Logins;
import dev.slipway.cli.terminal.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Signs in: checks a token against the server and keeps it for this user. */
@Command(
    name = "login",
    description = {
      "Signs in to a server. The token is asked for without echo, or read from standard input.",
      "It is kept with its server in a file that only you can read."
    },
    footer = {"", "Example: slipway login http://127.0.0.1:8080"})
public final class LoginCommand extends Verb {
  @Parameters(arity = "0..1", paramLabel = "URL", description = "The server.")
  @Nullable String server;

  public LoginCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    if (server != null && url != null && !server.equals(url)) {
      throw CommandFailed.usage(
          "two servers are named: %s and %s".formatted(server, url), "name one of them");
    }
    Logins logins = Logins.of(shell.environment());
    String wanted =
        logins.connection(server == null ? url : server, "unused", shell.environment()).url();
    String given = token == null ? shell.secret("Token for " + wanted) : token;
    if (given.isEmpty()) {
      throw CommandFailed.usage(
          "no token was given", "the server prints the administrator's token at its first start");
    }
    Connection connection = new Connection(wanted, given);
    JsonNode me = new Api(connection).get("me");
    logins.store(connection.url(), given);
    if (json) {
      printJson(Json.object().put("url", connection.url()).put("file", logins.file().toString()));
    }
    shell.say(
        "Signed in to %s as %s (%s); kept in %s."
            .formatted(
                connection.url(), Json.text(me, "name"), Json.text(me, "role"), logins.file()));
    return ExitCode.OK;
  }
}
