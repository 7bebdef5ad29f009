package dev.slipway.webhook.forge;

import dev.slipway.core.source.Forge;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.util.Map;

class GiteaForgeTest extends ForgeApiContract {
  @Override
  Forge kind() {
    return Forge.GITEA;
  }

  @Override
  Map<State, String> states() {
    return Map.of(
        State.QUEUED, "pending",
        State.RUNNING, "pending",
        State.SUCCEEDED, "success",
        State.FAILED, "failure",
        State.CANCELED, "error",
        State.ERROR, "error");
  }
}
