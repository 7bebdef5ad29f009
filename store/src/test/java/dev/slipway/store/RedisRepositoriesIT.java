package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.RepositoriesContract;
import dev.slipway.core.source.Repository;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RedisRepositoriesIT extends RepositoriesContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();
  @TempDir static Path keys;

  @Override
  protected Repositories freshRepositories() {
    return new RedisRepositories(REAL.redis(), TinkSecretBox.open(keys.resolve("keys.json")));
  }

  @Test
  void noSecretIsReadableInRedis() {
    Repository repository = sample("acme/shop");
    freshRepositories().add(repository);
    String kept = REAL.redis().call(commands -> commands.get(Key.REPOSITORY.of(repository.id())));
    assertThat(kept)
        .contains("acme/shop")
        .doesNotContain(repository.webhookSecret().reveal())
        .doesNotContain("canary");
  }
}
