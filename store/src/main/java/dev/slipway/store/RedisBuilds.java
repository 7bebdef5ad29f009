package dev.slipway.store;

import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps the builds in Redis. */
public final class RedisBuilds implements Builds {
  private static final LuaScript ADD = LuaScript.load("add_build", "events", "lines", "builds");
  private static final LuaScript CANCEL =
      LuaScript.load("cancel_build", "events", "lines", "builds");
  private static final LuaScript APPROVE =
      LuaScript.load("approve_build", "events", "lines", "builds");
  private final Redis redis;
  private final Clock clock;

  public RedisBuilds(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public Optional<Build> find(BuildId id) {
    return BuildRecord.read(redis.call(commands -> commands.hgetall(Key.BUILD.of(id))));
  }

  @Override
  public List<Build> find(List<BuildId> ids) {
    return read(ids.stream().map(Key.BUILD::of).toList());
  }

  private List<Build> read(List<String> keys) {
    List<Map<String, String>> records =
        redis.together(keys, (commands, key) -> commands.hgetall(key));
    return records.stream().map(BuildRecord::read).flatMap(Optional::stream).toList();
  }

  @Override
  public List<Build> newestOfBranch(List<Build> builds) {
    List<String> branches = builds.stream().flatMap(RedisBuilds::branchOf).distinct().toList();
    Set<String> newest =
        redis.together(branches, (commands, key) -> commands.zrevrange(key, 0, 0)).stream()
            .flatMap(List::stream)
            .collect(Collectors.toSet());
    return builds.stream().filter(build -> newest.contains(build.id().value())).toList();
  }

  private static Stream<String> branchOf(Build build) {
    return build.request().ref().branch().stream()
        .map(branch -> Key.BUILDS_OF.of(build.request().repositoryId() + ":" + branch));
  }

  @Override
  public Page<Build> list(Filter filter, Page.Request page) {
    Page<String> ids = BuildSearch.of(filter).newestFirst(redis, page);
    return new Page<>(read(ids.items().stream().map(Key.BUILD::of).toList()), ids.next());
  }

  @Override
  public Build add(NewBuild request) {
    List<@Nullable String> record =
        ADD.list(
            redis,
            request.id().value(),
            request.repositoryId().value(),
            request.ref().name(),
            request.ref().branch().orElse(""),
            Priority.of(request),
            Objects.requireNonNullElse(request.waitsFor(), ""),
            Json.write(request),
            Superseding.because(request),
            clock.instant().toString());
    return BuildRecord.ofAnswer(record).orElseThrow();
  }

  @Override
  public Optional<Build> cancel(BuildId id, String by, String because) {
    return BuildRecord.ofAnswer(
        CANCEL.list(redis, id.value(), by, because, clock.instant().toString()));
  }

  @Override
  public Optional<Build> approve(BuildId id, String by) {
    return BuildRecord.ofAnswer(APPROVE.list(redis, id.value(), by, clock.instant().toString()));
  }

  @Override
  public Optional<CommitSha> lastSucceeded(RepositoryId repository, GitRef ref) {
    String text =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.BUILT.of(repository), ref.name()));
    return Optional.ofNullable(text)
        .map(known -> new CommitSha(known.substring(known.indexOf(' ') + 1)));
  }
}
