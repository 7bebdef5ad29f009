package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
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
public final class BuildsCommand extends Verb {
  @Option(names = "--repo", paramLabel = "REPO", description = "Only of this repository.")
  @Nullable String repository;

  @Option(names = "--branch", paramLabel = "BRANCH", description = "Only of this branch.")
  @Nullable String branch;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "waiting, queued, running, succeeded, failed, canceled or skipped.")
  @Nullable String status;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many; ${DEFAULT-VALUE} unless given.")
  int limit;

  public BuildsCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    if (limit < 1) {
      throw CommandFailed.usage("--limit is " + limit, "give a number from 1 on");
    }
    ObjectNode builds = api().list("builds", query(), limit);
    if (json) {
      printJson(builds);
      return ExitCode.OK;
    }
    BuildTable table = new BuildTable(this);
    builds.path("items").forEach(table::row);
    table.print();
    if (builds.path("items").isEmpty()) {
      shell.say("There is no such build.");
    }
    return ExitCode.OK;
  }

  private Map<String, String> query() {
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
    return query;
  }
}
