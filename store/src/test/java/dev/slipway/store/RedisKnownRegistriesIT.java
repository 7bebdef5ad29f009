package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.registry.KnownRegistries;
import dev.slipway.core.registry.KnownRegistriesContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RedisKnownRegistriesIT extends KnownRegistriesContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();
  @TempDir static Path keys;

  @Override
  protected KnownRegistries freshRegistries() {
    return new RedisKnownRegistries(REAL.redis(), TinkSecretBox.open(keys.resolve("keys.json")));
  }

  @Test
  void noPasswordIsReadableInRedis() {
    freshRegistries().put(registry("ghcr.io", "canary-1"));
    assertThat(kept("ghcr.io")).contains("ada").doesNotContain("canary");
  }

  @Test
  void aPasswordThatIsMovedToAnotherHostCannotBeOpened() {
    KnownRegistries registries = freshRegistries();
    registries.put(registry("ghcr.io", "canary-1"));
    String moved = kept("ghcr.io").replace("ghcr.io", "evil.example");
    REAL.redis().call(commands -> commands.hset(Key.REGISTRIES.toString(), "evil.example", moved));
    assertThatThrownBy(registries::all).isInstanceOf(InvalidValueException.class);
  }

  private static String kept(String host) {
    return REAL.redis().call(commands -> commands.hget(Key.REGISTRIES.toString(), host));
  }
}
