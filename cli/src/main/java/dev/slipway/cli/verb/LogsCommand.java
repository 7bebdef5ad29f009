package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.follow.BuildOutcome;
import dev.slipway.cli.follow.LogFollower;
import dev.slipway.cli.follow.LogPrinter;
import dev.slipway.cli.follow.Patience;
import dev.slipway.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints a build's log. */
@Command(
    name = "logs",
    description = "Prints the log of a build; with --json, one line object per line.",
    footer = {"", "Example: slipway logs 'shop#12' --failed"})
public final class LogsCommand extends Verb {
  private static final int LINES_PER_CALL = 5000;

  @Parameters(paramLabel = "BUILD", description = "An id, REPO#NUMBER, or latest.")
  String build = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Follow it while it grows; exit by the build's result.")
  boolean follow;

  @Option(names = "--step", paramLabel = "STEP", description = "Only what this step wrote.")
  @Nullable String step;

  @Option(names = "--failed", description = "Only what the failed steps wrote.")
  boolean failed;

  public LogsCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    if (failed && (follow || step != null)) {
      throw CommandFailed.usage(
          "--failed goes with neither --follow nor --step", "leave one of them out");
    }
    JsonNode found = lookup().build(build);
    String id = Json.text(found, "id");
    if (follow) {
      var printer = new LogPrinter(shell, json, step);
      JsonNode end = new LogFollower(api(), Patience.usual(shell), printer, id).follow();
      BuildOutcome.tell(shell, end);
      return BuildOutcome.exitCode(end);
    }
    if (failed) {
      printFailed(found);
    } else {
      if (step != null) {
        checkStep(found, step);
      }
      print(id, step);
    }
    return ExitCode.OK;
  }

  private void printFailed(JsonNode found) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : found.path("steps")) {
      if (Json.text(each, "status").equals("failed")) {
        names.add(Json.text(each, "name"));
      }
    }
    if (names.isEmpty()) {
      shell.say("No step of %s has failed.".formatted(BuildOutcome.name(found)));
    }
    names.forEach(name -> print(Json.text(found, "id"), name));
  }

  private void print(String id, @Nullable String onlyStep) {
    var printer = new LogPrinter(shell, json, null);
    long from = 1;
    JsonNode lines;
    do {
      Map<String, String> query = new TreeMap<>();
      query.put("from", Long.toString(from));
      query.put("limit", Integer.toString(LINES_PER_CALL));
      if (onlyStep != null) {
        query.put("step", onlyStep);
      }
      lines = api().get(Api.path("builds", id, "log"), query).path("lines");
      lines.forEach(printer::line);
      from = lines.path(lines.size() - 1).path("n").asLong() + 1;
      printer.pause();
    } while (!lines.isEmpty());
  }

  private static void checkStep(JsonNode found, String step) {
    List<String> names = new ArrayList<>();
    found.path("steps").forEach(each -> names.add(Json.text(each, "name")));
    if (!names.contains(step)) {
      throw CommandFailed.notFound(
          "%s has no step \"%s\"".formatted(BuildOutcome.name(found), step),
          "its steps: " + String.join(", ", names));
    }
  }
}
