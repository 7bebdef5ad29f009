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
    return LIKE_GITHUB;
  }
}
