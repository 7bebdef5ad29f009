package dev.slipway.store;

import dev.slipway.core.Glob;
import dev.slipway.core.Secret;
import dev.slipway.core.SecretBox;
import dev.slipway.core.source.Connection;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.RepositoryName;
import dev.slipway.core.source.Triggers;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the repositories in Redis, their secrets sealed for the one repository and use. */
public final class RedisRepositories implements Repositories {
  private static final LuaScript ADD = LuaScript.load("add_repository", "events", "lines");
  private static final LuaScript REPLACE = LuaScript.load("replace_repository", "events", "lines");
  private static final LuaScript REMOVE = LuaScript.load("remove_repository", "events", "lines");
  private final Redis redis;
  private final SecretBox box;

  public RedisRepositories(Redis redis, SecretBox box) {
    this.redis = redis;
    this.box = box;
  }

  @Override
  public Optional<Repository> find(RepositoryId id) {
    String json = redis.<@Nullable String>call(commands -> commands.get(Key.REPOSITORY.of(id)));
    return Optional.ofNullable(json).map(this::read);
  }

  @Override
  public Optional<Repository> find(Forge forge, RepositoryName name) {
    String id =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.REPOSITORIES.toString(), fullName(forge, name)));
    return id == null ? Optional.empty() : find(new RepositoryId(id));
  }

  @Override
  public List<Repository> all() {
    List<String> ids = redis.call(commands -> commands.hvals(Key.REPOSITORIES.toString()));
    return redis
        .together(
            ids.stream().map(Key.REPOSITORY::of).toList(), (commands, key) -> commands.get(key))
        .stream()
        .map(this::read)
        .sorted(Comparator.comparing((Repository it) -> it.name().value()))
        .toList();
  }

  @Override
  public boolean add(Repository repository) {
    return run(ADD, repository);
  }

  @Override
  public boolean replace(Repository repository) {
    return run(REPLACE, repository);
  }

  private boolean run(LuaScript script, Repository repository) {
    return script.number(
            redis,
            repository.id().value(),
            fullName(repository.forge(), repository.name()),
            Json.write(Stored.of(repository, box)),
            Instant.now().toString(),
            repository.labels().toString())
        == 1;
  }

  @Override
  public boolean remove(RepositoryId id) {
    return find(id)
        .map(found -> fullName(found.forge(), found.name()))
        .map(name -> REMOVE.number(redis, id.value(), name, Instant.now().toString()) == 1)
        .orElse(false);
  }

  private Repository read(String json) {
    return Json.read(json, Stored.class).open(box);
  }

  private static String fullName(Forge forge, RepositoryName name) {
    return forge.id() + "/" + name;
  }

  /** The record as it is kept: secrets sealed. */
  private record Stored(
      RepositoryId id,
      Forge forge,
      RepositoryName name,
      URI cloneUrl,
      String defaultBranch,
      String webhookSecret,
      @Nullable String previousWebhookSecret,
      @Nullable String cloneToken,
      @Nullable Triggers triggers,
      @Nullable Labels labels,
      @Nullable List<Glob> syncTo,
      @Nullable String pipeline,
      @Nullable Connection connection,
      boolean enabled,
      Instant createdAt) {
    private static final String WEBHOOK_SECRET = "webhook-secret";
    private static final String CLONE_TOKEN = "clone-token";

    static Stored of(Repository of, SecretBox box) {
      Secret previous = of.previousWebhookSecret();
      Secret token = of.cloneToken();
      return new Stored(
          of.id(),
          of.forge(),
          of.name(),
          of.cloneUrl(),
          of.defaultBranch(),
          box.seal(of.webhookSecret(), purpose(of.id(), WEBHOOK_SECRET)),
          previous == null ? null : box.seal(previous, purpose(of.id(), WEBHOOK_SECRET)),
          token == null ? null : box.seal(token, purpose(of.id(), CLONE_TOKEN)),
          of.triggers(),
          of.labels(),
          of.syncTo(),
          of.pipeline(),
          of.connection(),
          of.enabled(),
          of.createdAt());
    }

    Repository open(SecretBox box) {
      return new Repository(
          id,
          forge,
          name,
          cloneUrl,
          defaultBranch,
          opened(box, webhookSecret, WEBHOOK_SECRET),
          previousWebhookSecret == null ? null : opened(box, previousWebhookSecret, WEBHOOK_SECRET),
          cloneToken == null ? null : opened(box, cloneToken, CLONE_TOKEN),
          triggers == null ? Triggers.DEFAULT : triggers,
          labels == null ? Labels.NONE : labels,
          syncTo == null ? List.of() : syncTo,
          pipeline,
          connection,
          enabled,
          createdAt);
    }

    private Secret opened(SecretBox box, String sealed, String use) {
      return box.open(use + " of " + name, sealed, purpose(id, use));
    }

    private static String purpose(RepositoryId id, String use) {
      return "repository/" + id + "/" + use;
    }
  }
}
