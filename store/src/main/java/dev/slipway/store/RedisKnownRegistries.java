package dev.slipway.store;

import dev.slipway.core.SecretBox;
import dev.slipway.core.registry.KnownRegistries;
import dev.slipway.core.registry.KnownRegistry;
import dev.slipway.core.registry.RegistryHost;
import dev.slipway.core.registry.RegistryLogin;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps registries in Redis, their passwords sealed for the one host. */
public final class RedisKnownRegistries implements KnownRegistries {
  private final Redis redis;
  private final SecretBox box;

  public RedisKnownRegistries(Redis redis, SecretBox box) {
    this.redis = redis;
    this.box = box;
  }

  @Override
  public Optional<KnownRegistry> find(RegistryHost host) {
    String json =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.REGISTRIES.toString(), host.value()));
    return Optional.ofNullable(json).map(this::read);
  }

  @Override
  public List<KnownRegistry> all() {
    return redis.call(commands -> commands.hgetall(Key.REGISTRIES.toString())).values().stream()
        .map(this::read)
        .sorted(Comparator.comparing(KnownRegistry::host))
        .toList();
  }

  @Override
  public void put(KnownRegistry registry) {
    String json = Json.write(Stored.of(registry, box));
    redis.call(commands -> commands.hset(Key.REGISTRIES.toString(), registry.host().value(), json));
  }

  @Override
  public boolean remove(RegistryHost host) {
    return redis.call(commands -> commands.hdel(Key.REGISTRIES.toString(), host.value())) == 1;
  }

  private KnownRegistry read(String json) {
    return Json.read(json, Stored.class).open(box);
  }

  /**
   * The record as it is kept: the password sealed.
   *
   * @param username null where nobody signs in, and so is the password
   */
  private record Stored(
      RegistryHost host,
      @Nullable String username,
      @Nullable String password,
      String authority,
      boolean plainHttp,
      Instant changedAt) {

    static Stored of(KnownRegistry of, SecretBox box) {
      RegistryLogin login = of.login();
      return new Stored(
          of.host(),
          login == null ? null : login.username(),
          login == null ? null : box.seal(login.password(), purpose(of.host())),
          of.authority(),
          of.plainHttp(),
          of.changedAt());
    }

    KnownRegistry open(SecretBox box) {
      RegistryLogin login =
          username == null || password == null
              ? null
              : new RegistryLogin(
                  username, box.open("password at " + host, password, purpose(host)));
      return new KnownRegistry(host, login, authority, plainHttp, changedAt);
    }

    private static String purpose(RegistryHost host) {
      return "registry/" + host + "/password";
    }
  }
}
