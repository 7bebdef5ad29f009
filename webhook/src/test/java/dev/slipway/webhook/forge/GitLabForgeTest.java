package dev.slipway.webhook.forge;

import dev.slipway.core.source.Forge;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.util.Map;

class GitLabForgeTest extends ForgeApiContract {
  @Override
  Forge kind() {
    return Forge.GITLAB;
  }

  @Override
  Map<State, String> states() {
    return Map.of(
        State.QUEUED, "pending",
        State.RUNNING, "running",
        State.SUCCEEDED, "success",
        State.FAILED, "failed",
        State.CANCELED, "canceled",
        State.ERROR, "failed");
  }
}
