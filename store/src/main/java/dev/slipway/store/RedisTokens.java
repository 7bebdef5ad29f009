package dev.slipway.store;

import dev.slipway.core.access.ApiToken;
import dev.slipway.core.access.TokenId;
import dev.slipway.core.access.Tokens;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows API tokens by their digests in Redis, which also lets them expire. */
public final class RedisTokens implements Tokens {
  private static final LuaScript ADD = LuaScript.load("add_token");
  private static final LuaScript FIND = LuaScript.load("find_token");
  private static final LuaScript LIST = LuaScript.load("list_tokens");
  private static final LuaScript REVOKE = LuaScript.load("revoke_token");

  private final Redis redis;
  private final Clock clock;

  public RedisTokens(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public boolean any() {
    return !all().isEmpty();
  }

  @Override
  public void add(String token, ApiToken known) {
    Instant end = known.expiresAt();
    ADD.number(
        redis,
        Digest.of(token),
        known.id().value(),
        known.owner(),
        Json.write(known),
        end == null ? "" : Long.toString(end.toEpochMilli()));
  }

  @Override
  public Optional<ApiToken> find(String token) {
    String minute = clock.instant().truncatedTo(ChronoUnit.MINUTES).toString();
    List<@Nullable String> found = FIND.list(redis, Digest.of(token), minute);
    return found.isEmpty() ? Optional.empty() : Optional.of(token(found.get(0), found.get(1)));
  }

  @Override
  public Optional<ApiToken> find(TokenId id) {
    return all().stream().filter(token -> token.id().equals(id)).findFirst();
  }

  @Override
  public List<ApiToken> all() {
    List<@Nullable String> found = LIST.list(redis);
    List<ApiToken> tokens = new ArrayList<>();
    for (int i = 0; i < found.size(); i += 2) {
      tokens.add(token(found.get(i), found.get(i + 1)));
    }
    tokens.sort(Comparator.comparing((ApiToken token) -> token.id().value()).reversed());
    return tokens;
  }

  @Override
  public boolean revoke(TokenId id) {
    return REVOKE.number(redis, id.value()) == 1;
  }

  private static ApiToken token(@Nullable String text, @Nullable String used) {
    ApiToken token = Json.read(Objects.requireNonNull(text), ApiToken.class);
    return new ApiToken(
        token.id(),
        token.owner(),
        token.name(),
        token.role(),
        token.only(),
        token.createdAt(),
        token.expiresAt(),
        used == null ? null : Instant.parse(used));
  }
}
