package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Connects an account of a forge by its token. */
@Command(
    name = "add",
    description = {
      "Connects an account of a forge, or renews its token.",
      "The token is asked for without echo, or read from standard input."
    },
    footer = {
      "",
      "Example: slipway accounts add gitea --forge-url https://git.example.com < TOKEN-FILE"
    })
public final class AccountsAddCommand extends Verb {
  @Parameters(
      paramLabel = "FORGE",
      description = "github, gitlab, bitbucket, bitbucket-server, gitea, forgejo or gitee.")
  String forge = "";

  @Option(
      names = "--forge-url",
      paramLabel = "URL",
      description = "Where your own server of the forge is; the public one unless given.")
  @Nullable String forgeUrl;

  public AccountsAddCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    String given = shell.secret("Token for " + (forgeUrl == null ? forge : forgeUrl));
    if (given.isEmpty()) {
      throw CommandFailed.usage("no token was given", "send it by standard input: ... < FILE");
    }
    ObjectNode body = Json.object();
    body.put("forge", forge.toLowerCase(Locale.ROOT).replace('-', '_'));
    if (forgeUrl != null) {
      body.put("url", forgeUrl);
    }
    body.put("token", given);
    JsonNode account = api().post("accounts", body);
    if (json) {
      printJson(account);
    } else {
      new AccountTable(this).row(account).print();
    }
    shell.out().flush();
    shell.say("Next: slipway accounts repos " + Json.text(account, "id"));
    return ExitCode.OK;
  }
}
