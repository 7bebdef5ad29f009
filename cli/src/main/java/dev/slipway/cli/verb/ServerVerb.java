package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.api.Lookup;
import dev.slipway.cli.login.Logins;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Times;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every verb that talks to a server takes and has. */
abstract class ServerVerb implements Callable<Integer> {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The server; beats SLIPWAY_URL and the stored login.")
  @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "The API token; beats SLIPWAY_TOKEN, which keeps it out of process lists.")
  @Nullable String token;

  @Option(names = "--json", description = "Print what the API answers.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  final Shell shell;
  private @Nullable Api api;

  ServerVerb(Shell shell) {
    this.shell = shell;
  }

  /** Does it; what the program tells its shell. */
  abstract int exitCode();

  @Override
  public final Integer call() {
    try {
      return exitCode();
    } finally {
      shell.out().flush();
    }
  }

  /** The server; connected to when it is first needed. */
  final Api api() {
    if (api == null) {
      Logins logins = Logins.of(shell.environment());
      api = new Api(logins.connection(url, token, shell.environment()));
    }
    return api;
  }

  final Lookup lookup() {
    return new Lookup(api());
  }

  final void printJson(JsonNode node) {
    shell.print(Json.write(node));
  }

  /** A time: relative for a person, as it is for a program. */
  final String when(JsonNode node, String field) {
    String time = Json.text(node, field);
    return shell.forPerson() ? Times.ago(time, Instant.now()) : time;
  }
}
