package dev.slipway.store;

import dev.slipway.core.InvalidValueException;
import dev.slipway.core.Page;
import dev.slipway.core.deploy.Adjustments;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.Pause;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.deploy.Wish;
import io.lettuce.core.KeyValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Services, releases and deployments in Redis. What a service is called and where it answers is
 * read from its live release, or from its newest before there is one. Times are those of the given
 * clock.
 */
public final class RedisServices implements Services {
  private static final LuaScript HAND_OVER =
      LuaScript.load("hand_over_release", "events", "deployments", "hand_over");
  private static final LuaScript PAUSE = LuaScript.load("pause_service", "events", "deployments");
  private static final LuaScript ADJUST = LuaScript.load("adjust_service", "events");
  private static final LuaScript WISH = LuaScript.load("wish_deployment", "events", "deployments");
  private static final LuaScript READ = LuaScript.load("read_services");
  private static final int VALUES_PER_SERVICE = 7;

  private final Redis redis;
  private final Clock clock;

  public RedisServices(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public Optional<Service> find(ServiceId id) {
    return services(READ.list(redis, id.value())).stream().findFirst();
  }

  @Override
  public List<Service> all() {
    return services(READ.list(redis));
  }

  private static List<Service> services(List<@Nullable String> values) {
    List<Service> services = new ArrayList<>();
    for (int i = 0; i < values.size(); i += VALUES_PER_SERVICE) {
      services.add(service(values.subList(i, i + VALUES_PER_SERVICE)));
    }
    return services;
  }

  private static Service service(List<@Nullable String> values) {
    @Nullable String live = values.get(1);
    @Nullable String deploying = values.get(2);
    @Nullable String paused = values.get(4);
    @Nullable String adjusted = values.get(5);
    NewRelease shown = Json.read(Objects.requireNonNull(values.get(6)), NewRelease.class);
    return new Service(
        shown.service(),
        shown.spec().service(),
        shown.spec().environment(),
        shown.repositoryId(),
        shown.repository(),
        shown.spec().target(),
        shown.spec().hosts(),
        live == null ? null : Integer.valueOf(live),
        deploying == null ? null : new DeploymentId(deploying),
        paused == null ? null : Json.read(paused, Pause.class),
        adjusted == null ? Adjustments.NONE : Json.read(adjusted, Adjustments.class),
        new DeploymentId(Objects.requireNonNull(values.get(3))));
  }

  @Override
  public Optional<Release> release(ServiceId service, int number) {
    @Nullable String content =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.RELEASES.of(service), String.valueOf(number)));
    return Optional.ofNullable(content)
        .map(json -> new Release(number, Json.read(json, NewRelease.class)));
  }

  @Override
  public Page<Release> releases(ServiceId service, Page.Request page) {
    int newest = newest(service, page.before());
    int oldest = Math.max(1, newest - page.limit() + 1);
    String[] numbers =
        IntStream.iterate(newest, number -> number >= oldest, number -> number - 1)
            .mapToObj(String::valueOf)
            .toArray(String[]::new);
    if (numbers.length == 0) {
      return new Page<>(List.of(), null);
    }
    List<KeyValue<String, String>> contents =
        redis.call(commands -> commands.hmget(Key.RELEASES.of(service), numbers));
    List<Release> releases =
        contents.stream()
            .map(content ->
                new Release(
                    Integer.parseInt(content.getKey()),
                    Json.read(content.getValue(), NewRelease.class)))
            .toList();
    return new Page<>(releases, oldest > 1 ? String.valueOf(oldest) : null);
  }

  /** The number of the first release of the page; 0 when there is none. */
  private int newest(ServiceId service, @Nullable String before) {
    int count = Math.toIntExact(redis.call(commands -> commands.hlen(Key.RELEASES.of(service))));
    if (before == null) {
      return count;
    }
    if (!before.matches("[1-9][0-9]{0,8}")) {
      throw new InvalidValueException(
          "\"" + before + "\" is no release number; give what the page before said is next");
    }
    return Math.min(count, Integer.parseInt(before) - 1);
  }

  @Override
  public Optional<Deployment> deployment(DeploymentId id) {
    return DeploymentRecord.read(
        id, redis.call(commands -> commands.hgetall(Key.DEPLOYMENT.of(id))));
  }

  @Override
  public List<Deployment> deployments(List<DeploymentId> ids) {
    List<Map<String, String>> records =
        redis.inOrder(ids, (commands, id) -> commands.hgetall(Key.DEPLOYMENT.of(id)));
    return IntStream.range(0, ids.size())
        .mapToObj(i -> DeploymentRecord.read(ids.get(i), records.get(i)))
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Deployment handOver(NewRelease release) {
    List<@Nullable String> record =
        HAND_OVER.list(redis, Json.write(release), clock.instant().toString());
    return DeploymentRecord.readFlat(release.deployment(), record).orElseThrow();
  }

  @Override
  public void pause(ServiceId service, Pause pause) {
    PAUSE.number(redis, service.value(), clock.instant().toString(), Json.write(pause));
  }

  @Override
  public void resume(ServiceId service) {
    PAUSE.number(redis, service.value(), clock.instant().toString());
  }

  @Override
  public void adjust(ServiceId service, Adjustments adjusted) {
    ADJUST.number(redis, service.value(), clock.instant().toString(), Json.write(adjusted));
  }

  @Override
  public boolean wish(DeploymentId deployment, Wish wish) {
    return WISH.number(redis, deployment.value(), Json.write(wish)) == 1;
  }

  @Override
  public Optional<Wish> wish(DeploymentId deployment) {
    @Nullable String wish =
        redis.<@Nullable String>call(
            commands -> commands.hget(Key.DEPLOYMENT.of(deployment), "wish"));
    return Optional.ofNullable(wish).map(json -> Json.read(json, Wish.class));
  }
}
