package dev.slipway.store;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Secret;
import dev.slipway.core.SecretBox;
import dev.slipway.core.secret.SecretScope;
import dev.slipway.core.secret.SecretVersion;
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

  private static final String KEPT = String.valueOf(KEPT_VERSIONS);

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
    long version = PUT.number(redis, owner(scope), field(scope, name), Json.write(content), KEPT);
    if (version == 0) {
      throw new InvalidValueException("there is no repository \"" + owner(scope) + "\"");
    }
    return new Kept(version, content).told(scope, name);
  }

  @Override
  public boolean remove(SecretScope scope, String name) {
    return REMOVE.number(redis, owner(scope), field(scope, name), KEPT) == 1;
  }

  @Override
  public Map<String, Secret> reveal(
      RepositoryId repository, @Nullable String environment, Set<String> names) {
    Map<String, Secret> revealed = new HashMap<>();
    given(repository, environment, names)
        .forEach(
            (name, given) -> revealed.put(name, open(given.scope(), name, given.kept().content())));
    return revealed;
  }

  @Override
  public Map<String, SecretVersion> versions(
      RepositoryId repository, @Nullable String environment, Set<String> names) {
    Map<String, SecretVersion> versions = new HashMap<>();
    given(repository, environment, names)
        .forEach((name, given) ->
            versions.put(name, new SecretVersion(given.scope(), name, given.kept().version())));
    return versions;
  }

  @Override
  public Optional<Secret> reveal(SecretVersion version) {
    SecretScope scope = version.scope();
    String field = field(scope, version.name()) + ":" + version.version();
    String text =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.SECRET_VALUES.of(owner(scope)), field));
    return Optional.ofNullable(text)
        .map(json -> open(scope, version.name(), Json.read(json, Content.class)));
  }

  private Secret open(SecretScope scope, String name, Content content) {
    return box.open(name, content.sealed(), purpose(scope, name));
  }

  /** What counts for each name: of several scopes that have it, the narrowest. */
  private Map<String, Given> given(
      RepositoryId repository, @Nullable String environment, Set<String> names) {
    Map<String, Given> given = new HashMap<>();
    if (!names.isEmpty()) {
      add(given, TEAM, names);
      add(given, new SecretScope.OfRepository(repository), names);
      if (environment != null) {
        add(given, new SecretScope.OfEnvironment(repository, environment), names);
      }
    }
    return given;
  }

  private void add(Map<String, Given> given, SecretScope scope, Set<String> names) {
    List<String> wanted = List.copyOf(names);
    String[] fields = wanted.stream().map(name -> field(scope, name)).toArray(String[]::new);
    List<KeyValue<String, String>> found =
        redis.call(commands -> commands.hmget(Key.SECRETS.of(owner(scope)), fields));
    for (int i = 0; i < fields.length; i++) {
      String name = wanted.get(i);
      found.get(i).ifHasValue(text -> given.put(name, new Given(scope, Kept.read(text))));
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

  private record Given(SecretScope scope, Kept kept) {}
}
