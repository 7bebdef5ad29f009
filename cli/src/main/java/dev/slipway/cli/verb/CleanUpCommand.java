package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Sizes;
import dev.slipway.cli.terminal.Table;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a target keeps although nobody needs it. */
@Command(
    name = "cleanup",
    description = {
      "Lists the containers, images and networks of a target that no release needs.",
      "With --yes, removes them. Volumes always stay."
    },
    footer = {"", "Example: slipway cleanup --yes"})
public final class CleanUpCommand extends Verb {
  /** An engine takes its time over each image. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Parameters(
      arity = "0..1",
      paramLabel = "TARGET",
      defaultValue = "docker",
      description = "Its name; ${DEFAULT-VALUE}, the engine beside Slipway, unless given.")
  String target = "";

  @Option(
      names = {"-y", "--yes"},
      description = "Remove them.")
  boolean yes;

  public CleanUpCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    String path = Api.path("targets", target, "cleanup");
    return yes ? carryOut(path) : plan(path);
  }

  private ExitCode plan(String path) {
    JsonNode plan = api().get(path);
    if (json) {
      printJson(plan);
      return ExitCode.OK;
    }
    print(plan.path("items"));
    if (plan.path("items").isEmpty()) {
      shell.say("Nothing is left over at " + target + ".");
    } else {
      shell.out().flush();
      shell.say(
          "At most %s would become free; remove it: slipway cleanup %s --yes"
              .formatted(Sizes.of(plan.path("bytes").asLong()), target));
    }
    return ExitCode.OK;
  }

  private ExitCode carryOut(String path) {
    JsonNode done = api().post(path, Json.object(), PATIENCE);
    JsonNode left = done.path("left");
    if (json) {
      printJson(done);
    } else {
      print(done.path("removed"));
    }
    shell.out().flush();
    shell.say(
        "%d removed from %s; at most %s became free."
            .formatted(done.path("removed").size(), target, Sizes.of(done.path("bytes").asLong())));
    for (JsonNode each : left) {
      shell.say(
          "%s %s stays: %s"
              .formatted(
                  Json.text(each, "kind"), Json.text(each, "name"), Json.text(each, "because")));
    }
    return left.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(JsonNode items) {
    Table table = new Table("KIND", "NAME", "SIZE", "WHY");
    for (JsonNode item : items) {
      long bytes = item.path("bytes").asLong();
      table.row(
          Json.text(item, "kind"),
          Json.text(item, "name"),
          shell.forPerson() ? Sizes.of(bytes) : Long.toString(bytes),
          Json.text(item, "why"));
    }
    table.print(shell);
  }
}
