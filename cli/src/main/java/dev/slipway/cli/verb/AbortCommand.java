package dev.slipway.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.cli.follow.DeploymentFollower;
import dev.slipway.cli.terminal.Shell;
import picocli.CommandLine.Command;

/** Has a rollout go back to what was before. */
@Command(
    name = "abort",
    description = {
      "Ends a rollout that goes on: what was live before gets all the traffic again. Waits for it.",
      "Exits with 1 when the new release was live before it could be stopped."
    },
    footer = {"", "Example: slipway abort shop"})
public final class AbortCommand extends WishVerb {
  public AbortCommand(Shell shell) {
    super(shell);
  }

  @Override
  String wish() {
    return "abort";
  }

  @Override
  String doing() {
    return "Aborting";
  }

  @Override
  boolean granted(JsonNode ended) {
    return !DeploymentFollower.isLive(ended);
  }
}
