package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Table;
import picocli.CommandLine.Parameters;

/** What the verbs have in common that are about the secrets of one scope. */
abstract class SecretVerb extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "SCOPE",
      description =
          "REPO for its builds and all it runs, REPO:ENVIRONMENT for what it runs there, team for"
              + " every repository.")
  String scope = "";

  SecretVerb(Shell shell) {
    super(shell);
  }

  /** Where the API keeps the secrets of the scope; the repository may be named as people do. */
  final String path() {
    if (scope.equals("team")) {
      return Api.path("secrets", scope);
    }
    int colon = scope.indexOf(':');
    String repository = colon < 0 ? scope : scope.substring(0, colon);
    String environment = colon < 0 ? "" : scope.substring(colon);
    return Api.path("secrets", Json.text(lookup().repository(repository), "id") + environment);
  }

  final void print(Iterable<JsonNode> secrets) {
    Table table = new Table("NAME", "VERSION", "SET", "BY");
    for (JsonNode secret : secrets) {
      table.row(
          Json.text(secret, "name"),
          Json.text(secret, "version"),
          when(secret, "updated_at"),
          Json.text(secret, "by"));
    }
    table.print(shell);
  }
}
