package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.api.Api;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.exit.CommandFailed;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the verbs have in common that change a node. */
abstract class NodeVerb extends Verb {
  @Parameters(paramLabel = "NODE", description = "Its name, where unique, or id.")
  String node = "";

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "The cluster; not needed where there is only one.")
  @Nullable String target;

  NodeVerb(Shell shell) {
    super(shell);
  }

  /** The last part of the path. */
  abstract String change();

  /** What is said afterwards; {@code %s} stands for the node. */
  abstract String done();

  @Override
  final ExitCode run() {
    String path = Api.path("targets", target == null ? only() : target, "nodes", node, change());
    JsonNode changed = api().post(path, Json.object());
    if (json) {
      printJson(changed);
    }
    shell.say(done().formatted(Json.text(changed, "name")));
    return ExitCode.OK;
  }

  private String only() {
    List<String> clusters = clusters(api());
    if (clusters.size() == 1) {
      return clusters.getFirst();
    }
    throw clusters.isEmpty()
        ? CommandFailed.notFound("no target is a cluster", "`targets` in slipway.yml names them")
        : CommandFailed.usage(
            "there are several clusters: " + String.join(", ", clusters), "name one by --target");
  }

  static List<String> clusters(Api api) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : api.listAll("targets").path("items")) {
      if (!Json.text(each, "type").equals("docker")) {
        names.add(Json.text(each, "name"));
      }
    }
    return names;
  }
}
