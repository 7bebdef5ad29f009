package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.follow.DeploymentFollower;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Has a rollout go on without waiting any longer. */
@Command(
    name = "promote",
    description = {
      "Gives the new release of a rollout that goes on its next share of the traffic at once, or",
      "ends its watch, and waits for the end."
    },
    footer = {"", "Example: slipway promote shop"})
public final class PromoteCommand extends WishVerb {
  public PromoteCommand(Shell shell) {
    super(shell);
  }

  @Override
  String wish() {
    return "promote";
  }

  @Override
  String doing() {
    return "Promoting";
  }

  @Override
  boolean granted(JsonNode ended) {
    return DeploymentFollower.isLive(ended);
  }
}
