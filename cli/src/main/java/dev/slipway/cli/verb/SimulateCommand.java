package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells what would become of a delivery. */
@Command(
    name = "simulate",
    description = {
      "Tells what would become of a delivery if it arrived now; builds nothing.",
      "With a file, that is taken for the pipeline file. Exits with 2 where it is invalid."
    },
    footer = {"", "Example: slipway deliveries simulate dlv_01kan0 .slipway.yml"})
public final class SimulateCommand extends Verb {
  @Parameters(index = "0", paramLabel = "ID", description = "The delivery.")
  String delivery = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A pipeline file, or - for standard input; the one at the commit if absent.")
  @Nullable String file;

  public SimulateCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode body = Json.object();
    if (file != null) {
      body.put("pipeline", text(file));
    }
    JsonNode simulation = api().post(Api.path("deliveries", delivery, "simulate"), body);
    if (json) {
      printJson(simulation);
    } else {
      new Explanation(this).ofSimulation(simulation);
    }
    for (JsonNode change : simulation.path("changes")) {
      if (Json.text(change.path("verdict"), "kind").equals("invalid")) {
        return ExitCode.USAGE;
      }
    }
    return ExitCode.OK;
  }

  private String text(String from) {
    try {
      return from.equals("-")
          ? new String(shell.in().readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(from));
    } catch (IOException e) {
      throw CommandFailed.usage(
          from + " cannot be read: " + e.getMessage(), "name a readable text file in UTF-8");
    }
  }
}
