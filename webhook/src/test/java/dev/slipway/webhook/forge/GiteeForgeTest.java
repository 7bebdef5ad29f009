package dev.slipway.webhook.forge;

import dev.slipway.core.source.Forge;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.util.Map;

class GiteeForgeTest extends ForgeApiContract {
  @Override
  Forge kind() {
    return Forge.GITEE;
  }

  @Override
  Map<State, String> states() {
    return Map.of();
  }
}
