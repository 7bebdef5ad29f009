package dev.slipway.webhook.forge;

import dev.slipway.core.source.Forge;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.util.Map;

class ForgejoForgeTest extends ForgeApiContract {
  @Override
  Forge kind() {
    return Forge.FORGEJO;
  }

  @Override
  Map<State, String> states() {
    return LIKE_GITHUB;
  }
}
