package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.access.Principal;
import dev.slipway.core.access.Tokens;
import dev.slipway.core.access.TokensContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisTokensIT extends TokensContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected Tokens freshTokens() {
    return new RedisTokens(REAL.redis());
  }

  @Test
  void theTokenItselfIsNowhereInRedis() {
    freshTokens().add("slp_canary", new Principal("ada"), Duration.ofHours(1));
    List<String> keys = REAL.redis().call(commands -> commands.keys("*"));
    List<String> digests =
        REAL.redis().call(commands -> commands.zrange(Key.TOKENS.toString(), 0, -1));
    assertThat(keys).hasSize(2).noneMatch(key -> key.contains("canary"));
    assertThat(digests).singleElement().asString().hasSize(64);
  }

  @Test
  void aTokenWithAnEndIsGivenItInRedis() {
    freshTokens().add("slp_short", new Principal("ada"), Duration.ofHours(1));
    String key = REAL.redis().call(commands -> commands.keys(Key.TOKEN.of("*"))).getFirst();
    assertThat(REAL.redis().<Long>call(commands -> commands.pttl(key)))
        .isBetween(3_500_000L, 3_600_000L);
  }
}
