package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.secret.SecretScope;
import dev.slipway.core.secret.Secrets;
import dev.slipway.core.secret.SecretsContract;
import dev.slipway.core.source.Repositories;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RedisSecretsIT extends SecretsContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();
  private static final SecretScope TEAM = new SecretScope.Team();
  private static final SecretScope OF_SHOP = new SecretScope.OfRepository(SHOP);
  @TempDir static Path keys;

  @Override
  protected Secrets freshSecrets(Clock clock) {
    return new RedisSecrets(REAL.redis(), box(), clock);
  }

  @Override
  protected Repositories freshRepositories() {
    return new RedisRepositories(REAL.redis(), box());
  }

  private static TinkSecretBox box() {
    return TinkSecretBox.open(keys.resolve("keys.json"));
  }

  @Test
  void noValueIsReadableInRedis() {
    secrets.put(OF_SHOP, secret("TOKEN", "canary-one"), "ada");
    assertThat(kept("repo_shop", "TOKEN")).contains("ada").doesNotContain("canary");
  }

  @Test
  void aValueThatWasMovedToAnotherNameOrScopeCannotBeOpened() {
    secrets.put(TEAM, secret("TOKEN", "canary-one"), "ada");
    String text = kept("team", "TOKEN");
    REAL.redis().call(commands -> commands.hset(Key.SECRETS.of("team"), "OTHER", text));
    REAL.redis().call(commands -> commands.hset(Key.SECRETS.of("repo_shop"), "TOKEN", text));
    for (String name : List.of("OTHER", "TOKEN")) {
      assertThatExceptionOfType(InvalidValueException.class)
          .isThrownBy(() -> secrets.reveal(SHOP, null, Set.of(name)))
          .withMessageContaining(name);
    }
  }

  @Test
  void aMoveThatIsRepeatedAfterAReconnectIsMadeOnce() {
    LuaScript put = LuaScript.load("put_secret");
    String[] call = {"repo_shop", "TOKEN", "{\"sealed\":\"x\"}", "20"};
    for (int i = 0; i < 3; i++) {
      assertThat(put.number(REAL.redis(), call)).isEqualTo(1);
    }
  }

  @Test
  void nothingOfARemovedRepositoryIsLeft() {
    secrets.put(OF_SHOP, secret("TOKEN", "canary-one"), "ada");
    secrets.put(new SecretScope.OfEnvironment(SHOP, "production"), secret("A", "canary-1"), "ada");
    repositories.remove(SHOP);
    List<String> left = REAL.redis().call(commands -> commands.keys("*secret*"));
    assertThat(left).isEmpty();
  }

  private static String kept(String owner, String field) {
    return REAL.redis().call(commands -> commands.hget(Key.SECRETS.of(owner), field));
  }
}
