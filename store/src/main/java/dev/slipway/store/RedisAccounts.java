package dev.slipway.store;

import dev.slipway.core.SecretBox;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.account.Accounts;
import dev.slipway.core.source.Forge;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the accounts in Redis, their tokens sealed for the one account. */
public final class RedisAccounts implements Accounts {
  private static final LuaScript PUT = LuaScript.load("put_account");
  private static final LuaScript REMOVE = LuaScript.load("remove_account");
  private final Redis redis;
  private final SecretBox box;

  public RedisAccounts(Redis redis, SecretBox box) {
    this.redis = redis;
    this.box = box;
  }

  @Override
  public Optional<Account> find(AccountId id) {
    String json = redis.<@Nullable String>call(commands -> commands.get(Key.ACCOUNT.of(id)));
    return Optional.ofNullable(json).map(this::read);
  }

  @Override
  public List<Account> all() {
    List<String> ids = redis.call(commands -> commands.zrange(Key.ACCOUNTS.toString(), 0, -1));
    return redis
        .together(ids.stream().map(Key.ACCOUNT::of).toList(), (commands, key) -> commands.get(key))
        .stream()
        .map(this::read)
        .toList();
  }

  @Override
  public void put(Account account) {
    PUT.number(
        redis,
        account.id().value(),
        Long.toString(account.connectedAt().toEpochMilli()),
        Json.write(Stored.of(account, box)));
  }

  @Override
  public boolean remove(AccountId id) {
    return REMOVE.number(redis, id.value()) == 1;
  }

  private Account read(String json) {
    return Json.read(json, Stored.class).open(box);
  }

  /** The record as it is kept: the token sealed. */
  private record Stored(
      AccountId id,
      Forge forge,
      URI url,
      String login,
      String userId,
      String token,
      Instant connectedAt) {

    static Stored of(Account of, SecretBox box) {
      return new Stored(
          of.id(),
          of.forge(),
          of.url(),
          of.login(),
          of.userId(),
          box.seal(of.token(), purpose(of.id())),
          of.connectedAt());
    }

    Account open(SecretBox box) {
      return new Account(
          id,
          forge,
          url,
          login,
          userId,
          box.open("token of " + login + " at " + url, token, purpose(id)),
          connectedAt);
    }

    private static String purpose(AccountId id) {
      return "account/" + id + "/token";
    }
  }
}
