package dev.slipway.store;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.SecretBox;
import dev.slipway.core.secret.SecretScope;
import dev.slipway.core.secret.Secrets;
import dev.slipway.core.secret.StoredSecret;
import dev.slipway.core.source.RepositoryId;
import io.lettuce.core.KeyValue;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps secrets in Redis, each sealed for the one scope and name. */
public final class RedisSecrets implements Secrets {
  private static final LuaScript PUT = LuaScript.load("put_secret");
  private static final LuaScript REMOVE = LuaScript.load("remove_secret");
  private static final SecretScope TEAM = new SecretScope.Team();
  private static final Comparator<StoredSecret> ORDER =
      Comparator.comparing(StoredSecret::name).thenComparing(secret -> secret.scope().id());

  private final Redis redis;
  private final SecretBox box;
  private final Clock clock;

  public RedisSecrets(Redis redis, SecretBox box, Clock clock) {
    this.redis = redis;
    this.box = box;
    this.clock = clock;
  }

  @Override
  public List<StoredSecret> list(SecretScope scope) {
    return ofOwner(owner(scope)).stream().filter(it -> it.scope().equals(scope)).toList();
  }

  @Override
  public List<StoredSecret> all(RepositoryId repository) {
    return ofOwner(repository.value());
  }

  private List<StoredSecret> ofOwner(String owner) {
    Map<String, String> fields = redis.call(commands -> commands.hgetall(Key.SECRETS.of(owner)));
    return fields.entrySet().stream()
        .map(entry -> told(owner, entry.getKey(), entry.getValue()))
        .sorted(ORDER)
        .toList();
  }

  private static StoredSecret told(String owner, String field, String text) {
    int slash = field.indexOf('/');
    String name = field.substring(slash + 1);
    SecretScope scope = SecretScope.of(slash < 0 ? owner : owner + ":" + field.substring(0, slash));
    return Kept.read(text).told(scope, name);
  }

  @Override
  public Optional<StoredSecret> find(SecretScope scope, String name) {
    String text =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.SECRETS.of(owner(scope)), field(scope, name)));
    return Optional.ofNullable(text).map(it -> Kept.read(it).told(scope, name));
  }

  @Override
  public StoredSecret put(SecretScope scope, Secret secret, String by) {
    Secrets.checkName(secret.name());
    Secrets.checkValue(secret.reveal());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String name = secret.name();
    var content = new Content(box.seal(secret, purpose(scope, name)), now, by);
    long version = PUT.number(redis, owner(scope), field(scope, name), Json.write(content));
    if (version == 0) {
      throw new InvalidValueException("there is no repository \"" + owner(scope) + "\"");
    }
    return new Kept(version, content).told(scope, name);
  }

  @Override
  public boolean remove(SecretScope scope, String name) {
    return REMOVE.number(redis, owner(scope), field(scope, name)) == 1;
  }

  @Override
  public Map<String, Secret> reveal(
      RepositoryId repository, @Nullable String environment, Set<String> names) {
    Map<String, Secret> revealed = new HashMap<>();
    if (!names.isEmpty()) {
      reveal(TEAM, names, revealed);
      reveal(new SecretScope.OfRepository(repository), names, revealed);
      if (environment != null) {
        reveal(new SecretScope.OfEnvironment(repository, environment), names, revealed);
      }
    }
    return revealed;
  }

  /** Adds what the scope has of the names, over what other scopes have. */
  private void reveal(SecretScope scope, Set<String> names, Map<String, Secret> revealed) {
    List<String> wanted = List.copyOf(names);
    String[] fields = wanted.stream().map(name -> field(scope, name)).toArray(String[]::new);
    List<KeyValue<String, String>> found =
        redis.call(commands -> commands.hmget(Key.SECRETS.of(owner(scope)), fields));
    for (int i = 0; i < fields.length; i++) {
      String name = wanted.get(i);
      found
          .get(i)
          .ifHasValue(text -> {
            String sealed = Kept.read(text).content().sealed();
            revealed.put(name, box.open(name, sealed, purpose(scope, name)));
          });
    }
  }

  /** Under whose key it is kept. */
  private static String owner(SecretScope scope) {
    return switch (scope) {
      case SecretScope.Team _ -> scope.id();
      case SecretScope.OfRepository(RepositoryId repository) -> repository.value();
      case SecretScope.OfEnvironment(RepositoryId repository, String _) -> repository.value();
    };
  }

  private static String field(SecretScope scope, String name) {
    return scope instanceof SecretScope.OfEnvironment(RepositoryId _, String environment)
        ? environment + "/" + name
        : name;
  }

  private static String purpose(SecretScope scope, String name) {
    return "secret/" + scope.id() + "/" + name;
  }

  /** What is kept of a secret beside its version, which Redis counts. */
  private record Content(String sealed, Instant updatedAt, String by) {}

  private record Kept(long version, Content content) {
    static Kept read(String text) {
      int blank = text.indexOf(' ');
      return new Kept(
          Long.parseLong(text.substring(0, blank)),
          Json.read(text.substring(blank + 1), Content.class));
    }

    StoredSecret told(SecretScope scope, String name) {
      return new StoredSecret(scope, name, version, content.updatedAt(), content.by());
    }
  }
}
