package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.access.AccessContract;
import dev.slipway.core.access.AccessRecords;
import dev.slipway.core.access.Role;
import dev.slipway.core.access.User;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisAccessIT extends AccessContract {
  @RegisterExtension static final RealRedis REAL = new RealRedis();

  @Override
  protected AccessRecords fresh() {
    Redis redis = REAL.redis();
    Clock clock = Clock.systemUTC();
    return new AccessRecords(
        new RedisUsers(redis),
        new RedisTokens(redis, clock),
        new RedisSessions(redis, clock),
        new RedisTries(redis),
        new RedisAudit(redis));
  }

  @Test
  void neitherTokensNorCookiesAreAnywhereInRedis() {
    tokens.add("slp_canary", token("tok_1", "ada"));
    sessions.start("slps_canary", session("ses_1", "ada"));
    for (String name : REAL.redis().call(commands -> commands.keys("*"))) {
      Map<String, String> fields = REAL.redis().call(commands -> commands.hgetall(name));
      assertThat(name + fields).doesNotContain("canary");
    }
  }

  @Test
  void whatHasAnEndIsGivenItInRedis() {
    tokens.add("slp_short", token("tok_1", "ada"));
    sessions.start("slps_short", session("ses_1", "ada"));
    assertThat(left(Key.API_TOKEN.of("*"))).isBetween(Duration.ofHours(23), Duration.ofHours(24));
    assertThat(left(Key.SESSION.of("*"))).isBetween(Duration.ofHours(23), Duration.ofHours(24));
    assertThat(left(Key.SESSIONS_OF.of("*"))).isBetween(Duration.ofDays(13), Duration.ofDays(14));
  }

  @Test
  void whatRedisHasEndedIsForgotten() {
    tokens.add("slp_1", token("tok_1", "ada"));
    sessions.start("slps_1", session("ses_1", "ada"));
    for (String pattern : List.of(Key.API_TOKEN.of("*"), Key.SESSION.of("*"))) {
      String key = REAL.redis().call(commands -> commands.keys(pattern)).getFirst();
      REAL.redis().call(commands -> commands.pexpireat(key, 1));
    }
    assertThat(tokens.all()).isEmpty();
    assertThat(sessions.of("ada")).isEmpty();
    List<String> left = REAL.redis().call(commands -> commands.keys("*"));
    assertThat(left).isEmpty();
  }

  @Test
  void aUserWhoIsAddedAgainAfterAReconnectIsThereOnce() {
    LuaScript add = LuaScript.load("add_user");
    String[] call = {"ada", "administrator", start.toString(), "call-1"};
    assertThat(add.number(REAL.redis(), call)).isEqualTo(1);
    assertThat(add.number(REAL.redis(), call)).isEqualTo(1);
    assertThat(users.add(User.fresh("ada", Role.VIEWER, start))).isFalse();
  }

  private static Duration left(String pattern) {
    String key = REAL.redis().call(commands -> commands.keys(pattern)).getFirst();
    return Duration.ofMillis(REAL.redis().<Long>call(commands -> commands.pttl(key)));
  }
}
