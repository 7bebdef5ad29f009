package dev.slipway.store;

import dev.slipway.core.access.Principal;
import dev.slipway.core.access.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows tokens by their digests in Redis, which also lets them expire. */
public final class RedisTokens implements Tokens {
  private static final LuaScript ADD = LuaScript.load("add_token");
  private static final LuaScript REVOKE = LuaScript.load("revoke_token");
  private static final LuaScript COUNT = LuaScript.load("count_tokens");
  private final Redis redis;

  public RedisTokens(Redis redis) {
    this.redis = redis;
  }

  @Override
  public boolean any() {
    return COUNT.number(redis) > 0;
  }

  @Override
  public void add(String token, Principal principal, Duration validFor) {
    ADD.number(redis, digest(token), principal.name(), Long.toString(validFor.toMillis()));
  }

  @Override
  public Optional<Principal> find(String token) {
    String name =
        redis.<@Nullable String>call(commands -> commands.get(Key.TOKEN.of(digest(token))));
    return Optional.ofNullable(name).map(Principal::new);
  }

  @Override
  public void revoke(String token) {
    REVOKE.number(redis, digest(token));
  }

  private static String digest(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
