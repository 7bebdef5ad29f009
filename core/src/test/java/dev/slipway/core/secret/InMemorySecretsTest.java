package dev.slipway.core.secret;

import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.core.source.Repositories;
import java.time.Clock;

class InMemorySecretsTest extends SecretsContract {
  @Override
  protected Secrets freshSecrets(Clock clock) {
    return new InMemorySecrets(repositories, clock);
  }

  @Override
  protected Repositories freshRepositories() {
    return new InMemoryRepositories();
  }
}
