package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Option;

/** What the verbs have in common that list the newest of many things. */
abstract class ListVerb extends Verb {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many; ${DEFAULT-VALUE} unless given.")
  int limit;

  ListVerb(Shell shell) {
    super(shell);
  }

  /** Reads {@code {items, next}} with at most {@code limit} items. */
  abstract ObjectNode read();

  /** Writes the items to standard output. */
  abstract void print(JsonNode items);

  /** What is said where there are none; empty for nothing. */
  abstract String none();

  @Override
  ExitCode run() {
    if (limit < 1) {
      throw CommandFailed.usage("--limit is " + limit, "give a number from 1 on");
    }
    ObjectNode list = read();
    if (json) {
      printJson(list);
      return ExitCode.OK;
    }
    print(list.path("items"));
    if (list.path("items").isEmpty() && !none().isEmpty()) {
      shell.say(none());
    }
    return ExitCode.OK;
  }
}
