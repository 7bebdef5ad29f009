package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what of a repository is built, and by which builders. */
@Command(
    name = "set",
    description = {
      "Says what of a repository is built, and by which builders. Each option may be given several times, and replaces",
      "what was said before; an empty value clears it. What is not given stays."
    },
    footer = {"", "Example: slipway repos set shop --branch main --branch '!wip/**' --tag 'v*'"})
public final class ReposSetCommand extends Verb {
  @Parameters(paramLabel = "REPO", description = "Name or id.")
  String repository = "";

  @Option(names = "--event", paramLabel = "EVENT", description = "push, tag or pull_request.")
  @Nullable List<String> events;

  @Option(
      names = "--branch",
      paramLabel = "PATTERN",
      description = "Branches, also those that pull requests go into; ! excludes.")
  @Nullable List<String> branches;

  @Option(names = "--tag", paramLabel = "PATTERN", description = "Tags; ! excludes.")
  @Nullable List<String> tags;

  @Option(
      names = "--forks",
      paramLabel = "POLICY",
      description = "Pull requests from forks: approval, or never.")
  @Nullable String forks;

  @Option(
      names = "--member",
      paramLabel = "USER-ID",
      description = "Whose forks need no approval, by the forge's user ids.")
  @Nullable List<String> members;

  @Option(
      names = "--labels",
      paramLabel = "LABELS",
      split = ",",
      description = "What a builder must have to take its builds, such as gpu,linux/arm64.")
  @Nullable List<String> labels;

  @Option(
      names = "--sync-to",
      paramLabel = "REPOSITORIES",
      split = ",",
      description = "Where `sync` in its pipeline file may copy images, such as 'ghcr.io/acme/*'.")
  @Nullable List<String> syncTo;

  public ReposSetCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode body = Json.object();
    ObjectNode triggers = Json.object();
    put(triggers, "events", events);
    put(triggers, "branches", branches);
    put(triggers, "tags", tags);
    put(triggers, "members", members);
    if (forks != null) {
      triggers.put("forks", forks);
    }
    if (!triggers.isEmpty()) {
      body.set("triggers", triggers);
    }
    put(body, "labels", labels);
    put(body, "sync_to", syncTo);
    if (body.isEmpty()) {
      throw CommandFailed.usage("nothing is to be set", "slipway repos set --help");
    }
    String id = Json.text(lookup().repository(repository), "id");
    JsonNode after = api().put(Api.path("repositories", id), body);
    if (json) {
      printJson(after);
    } else {
      RepositoryText.print(shell, after);
    }
    return ExitCode.OK;
  }

  private static void put(ObjectNode body, String name, @Nullable List<String> values) {
    if (values != null) {
      ArrayNode list = body.putArray(name);
      values.stream().filter(value -> !value.isEmpty()).forEach(list::add);
    }
  }
}
