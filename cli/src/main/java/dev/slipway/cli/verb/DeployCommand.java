package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.cli.api.Json;
import dev.slipway.cli.api.ReleaseNumber;
import dev.slipway.cli.exit.ExitCode;
import dev.slipway.cli.terminal.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rolls out what was built before. */
@Command(
    name = "deploy",
    description = {
      "Rolls out a release of a service once more, and waits for it.",
      "Without a release, the newest. With --from, the image of another service's release, its",
      "live one unless another is named, with the service's own configuration."
    },
    footer = {
      "",
      "Example: slipway deploy shop v3",
      "Example: slipway deploy shop.production --from shop.staging"
    })
public final class DeployCommand extends RolloutVerb {
  @Parameters(index = "0", paramLabel = "SERVICE", description = "Name, where unique, or id.")
  String service = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RELEASE",
      description = "Its number: v3 or 3.")
  @Nullable String release;

  @Option(names = "--from", paramLabel = "SERVICE", description = "The service to promote from.")
  @Nullable String from;

  public DeployCommand(Shell shell) {
    super(shell);
  }

  @Override
  ExitCode run() {
    ObjectNode body = Json.object();
    if (release != null) {
      body.put("release", ReleaseNumber.parse(release));
    }
    JsonNode found = lookup().service(service);
    if (from != null) {
      body.put("from", Json.text(lookup().service(from), "id"));
    }
    return rollOut(found, "deploy", body, "Deploying");
  }
}
