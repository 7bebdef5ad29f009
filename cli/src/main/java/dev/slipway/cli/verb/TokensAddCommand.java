package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an API token, and prints it this once. */
@Command(
    name = "add",
    description = {
      "Makes an API token, and prints it this once.",
      "It can do no more than you, nor more than the token that makes it."
    },
    footer = {
      "",
      "Example: slipway tokens add \"release script\" --role developer --repo acme/shop --days 90"
    })
public final class TokensAddCommand extends Verb {
  @Parameters(paramLabel = "NAME", description = "What it is for.")
  String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "viewer, developer, maintainer or administrator; yours unless given.")
  @Nullable String role;

  @Option(
      names = "--repo",
      paramLabel = "REPO",
      description = "Only for this repository; can be given several times.")
  List<String> repositories = List.of();

  @Option(names = "--days", paramLabel = "N", description = "After how many days it ends.")
  @Nullable Integer days;

  public TokensAddCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode body = Json.object().put("name", name);
    if (role != null) {
      body.put("role", role);
    }
    if (days != null) {
      body.put("days", days);
    }
    var only = body.putArray("repositories");
    repositories.forEach(each -> only.add(Json.text(lookup().repository(each), "id")));
    JsonNode made = api().post("tokens", body);
    if (json) {
      printJson(made);
    } else {
      shell.print(Json.text(made, "token"));
    }
    shell.say("Keep it now: it is not shown again. Its id is " + Json.text(made, "id") + ".");
    return ExitCode.OK;
  }
}
