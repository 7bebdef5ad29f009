package dev.slipway.webhook.forge;

import dev.slipway.core.source.Forge;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.util.Map;

class BitbucketServerForgeTest extends ForgeApiContract {
  @Override
  Forge kind() {
    return Forge.BITBUCKET_SERVER;
  }

  @Override
  Map<State, String> states() {
    return Map.of(
        State.QUEUED, "INPROGRESS",
        State.RUNNING, "INPROGRESS",
        State.SUCCEEDED, "SUCCESSFUL",
        State.FAILED, "FAILED",
        State.CANCELED, "FAILED",
        State.ERROR, "FAILED");
  }
}
