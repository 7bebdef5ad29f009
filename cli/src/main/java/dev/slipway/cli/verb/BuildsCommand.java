package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.terminal.Shell;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The list of builds. */
@Command(
    name = "builds",
    description = "Lists builds, newest first.",
    footer = {"", "Example: slipway builds --repo acme/shop --status failed"})
public final class BuildsCommand extends ListVerb {
  @Option(names = "--repo", paramLabel = "REPO", description = "Only of this repository.")
  @Nullable String repository;

  @Option(names = "--branch", paramLabel = "BRANCH", description = "Only of this branch.")
  @Nullable String branch;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "waiting, queued, running, succeeded, failed, canceled or skipped.")
  @Nullable String status;

  public BuildsCommand(Shell shell) {
    super(shell);
  }

  @Override
  ObjectNode read() {
    Map<String, String> query = new TreeMap<>();
    if (repository != null) {
      query.put("repository", Json.text(lookup().repository(repository), "id"));
    }
    if (branch != null) {
      query.put("branch", branch);
    }
    if (status != null) {
      query.put("status", status);
    }
    return api().list("builds", query, limit);
  }

  @Override
  void print(JsonNode items) {
    BuildTable table = new BuildTable(this);
    items.forEach(table::row);
    table.print();
  }

  @Override
  String none() {
    return "There is no such build.";
  }
}
