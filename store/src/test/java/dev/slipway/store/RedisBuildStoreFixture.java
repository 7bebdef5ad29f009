package dev.slipway.store;

import dev.slipway.core.Secret;
import dev.slipway.core.SecretBox;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.BuildStoreFixture;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.delivery.Deliveries;
import dev.slipway.core.event.Events;
import dev.slipway.core.log.Logs;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.SampleRepositories;
import io.lettuce.core.Consumer;
import io.lettuce.core.XClaimArgs;
import java.time.Clock;
import java.util.Objects;

/** The ports around builds on a real Redis, whose lease clock is turned forward by hand. */
final class RedisBuildStoreFixture implements BuildStoreFixture {
  private final Redis redis;
  private final Clock clock = Clock.systemUTC();

  RedisBuildStoreFixture(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Builds builds() {
    return new RedisBuilds(redis, clock);
  }

  @Override
  public BuildQueue newQueue() {
    return new RedisBuildQueue(redis, clock);
  }

  @Override
  public BuildQueue newQueue(Labels labels) {
    return new RedisBuildQueue(redis, clock, labels);
  }

  @Override
  public void need(RepositoryId id, Labels labels) {
    Repository repository = SampleRepositories.needing(id, labels);
    RedisRepositories repositories = new RedisRepositories(redis, new LabelledBox());
    if (!repositories.add(repository)) {
      repositories.replace(repository);
    }
  }

  @Override
  public void silence(WorkerId worker) {
    redis.call(commands -> commands.hset(Key.BUILDERS.toString(), worker.value(), "0 "));
  }

  @Override
  public Deliveries deliveries() {
    return new RedisDeliveries(redis, clock);
  }

  @Override
  public Logs logs() {
    return new RedisLogs(redis);
  }

  @Override
  public Events events() {
    return new RedisEvents(redis);
  }

  @Override
  public void expireLease(BuildId id) {
    String worker = field(id, "worker");
    String entry = field(id, "entry");
    XClaimArgs longIdle =
        XClaimArgs.Builder.justid().idle(BuildQueue.LEASE.plusMillis(1).toMillis());
    redis.call(commands ->
        commands.xclaim(
            Key.BUILD_QUEUE.toString(), Consumer.from("builders", worker), longIdle, entry));
  }

  @Override
  public void expireDelay(BuildId id) {
    redis.call(commands -> commands.zadd(Key.BUILD_DELAYED.toString(), 0, id.value()));
  }

  private String field(BuildId id, String name) {
    String value = redis.call(commands -> commands.hget(Key.BUILD.of(id), name));
    return Objects.requireNonNull(value, name);
  }

  /** Seals nothing that matters: the repositories here have no secrets. */
  private record LabelledBox() implements SecretBox {
    @Override
    public String seal(Secret secret, String purpose) {
      return purpose + ":" + secret.reveal();
    }

    @Override
    public Secret open(String name, String sealed, String purpose) {
      return new Secret(name, sealed.substring(purpose.length() + 1));
    }
  }
}
