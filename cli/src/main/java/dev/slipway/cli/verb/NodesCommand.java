package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import dev.slipway.cli.terminal.Sizes;
import dev.slipway.cli.terminal.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The machines of clusters; without a further word, the list of them. */
@Command(
    name = "nodes",
    description = "Lists, drains and activates the machines of the clusters that services run on.",
    footer = {"", "Example: slipway nodes drain quay-2 --target cluster"})
public final class NodesCommand extends Verb {
  private static final double THOUSANDTHS = 1000.0;

  @Parameters(
      arity = "0..1",
      paramLabel = "TARGET",
      description = "Its name; all clusters unless given.")
  @Nullable String target;

  public NodesCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode all = Json.object();
    var items = all.putArray("items");
    for (String name : target == null ? NodeVerb.clusters(api()) : List.of(target)) {
      for (JsonNode node : api().listAll(Api.path("targets", name, "nodes")).path("items")) {
        items.add(((ObjectNode) node).put("target", name));
      }
    }
    all.putNull("next");
    if (json) {
      printJson(all);
      return ExitCode.OK;
    }
    print(all.path("items"));
    if (all.path("items").isEmpty()) {
      shell.say(
          target == null
              ? "No target is a cluster: `targets` in slipway.yml names them."
              : target + " is a single machine, which has no nodes.");
    }
    return ExitCode.OK;
  }

  private void print(JsonNode items) {
    Table table =
        new Table(
            "NODE",
            "TARGET",
            "ROLE",
            "READY",
            "AVAILABILITY",
            "CORES",
            "MEMORY",
            "CONTAINERS",
            "ADDRESS",
            "ID");
    for (JsonNode node : items) {
      long memory = node.path("memory").asLong();
      table.row(
          Json.text(node, "name"),
          Json.text(node, "target"),
          node.path("manager").asBoolean() ? "manager" : "worker",
          node.path("ready").asBoolean() ? "yes" : "no",
          Json.text(node, "availability"),
          Double.toString(node.path("cpus").asLong() / THOUSANDTHS),
          shell.forPerson() ? Sizes.of(memory) : Long.toString(memory),
          Json.text(node, "containers"),
          Json.text(node, "address"),
          Json.text(node, "id"));
    }
    table.print(shell);
  }
}
