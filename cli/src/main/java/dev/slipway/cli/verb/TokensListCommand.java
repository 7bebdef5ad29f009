package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists API tokens, without what they are. */
@Command(
    name = "ls",
    description = "Lists your API tokens; the tokens themselves never come out again.",
    footer = {"", "Example: slipway tokens ls"})
public final class TokensListCommand extends Verb {
  @Option(names = "--all", description = "Everybody's; for administrators.")
  boolean all;

  public TokensListCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode tokens = api().listAll(all ? "tokens/all" : "tokens");
    if (json) {
      printJson(tokens);
      return ExitCode.OK;
    }
    Table table = new Table("TOKEN", "OWNER", "NAME", "ROLE", "REPOSITORIES", "USED", "ENDS");
    for (JsonNode token : tokens.path("items")) {
      int only = token.path("repositories").size();
      table.row(
          Json.text(token, "id"),
          Json.text(token, "owner"),
          Json.text(token, "name"),
          Json.text(token, "role"),
          only == 0 ? "all" : Integer.toString(only),
          when(token, "last_used_at"),
          Json.text(token, "expires_at"));
    }
    table.print(shell);
    if (tokens.path("items").isEmpty()) {
      shell.say("There is no token yet: slipway tokens add NAME");
    }
    return ExitCode.OK;
  }
}
