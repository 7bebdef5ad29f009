package dev.slipway.store;

import dev.slipway.core.SecretBox;
import dev.slipway.core.account.Accounts;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.Builds;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.report.Reports;
import dev.slipway.core.report.ReportsFixture;
import dev.slipway.core.source.Repositories;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The reports on a real Redis; time passes by moving what is kept into the past. */
final class RedisReportsFixture implements ReportsFixture {
  private final Redis redis;
  private final SecretBox box;
  private final Clock clock = Clock.systemUTC();

  RedisReportsFixture(Redis redis, SecretBox box) {
    this.redis = redis;
    this.box = box;
  }

  @Override
  public Repositories repositories() {
    return new RedisRepositories(redis, box);
  }

  @Override
  public Accounts accounts() {
    return new RedisAccounts(redis, box);
  }

  @Override
  public Builds builds() {
    return new RedisBuilds(redis, clock);
  }

  @Override
  public BuildQueue buildQueue() {
    return new RedisBuildQueue(redis, clock);
  }

  @Override
  public Services services() {
    return new RedisServices(redis, clock);
  }

  @Override
  public DeploymentQueue deploymentQueue() {
    return new RedisDeploymentQueue(redis, clock);
  }

  @Override
  public Reports newReports() {
    return new RedisReports(redis);
  }

  @Override
  public void advance(Duration by) {
    Stream.of(Key.REPORTS_DUE, Key.REPORTS_HELD)
        .flatMap(key -> keys(key).stream())
        .forEach(key -> moveBack(key, by));
    keys(Key.REPORT_PAUSE).forEach(key -> shorten(key, by));
  }

  private List<String> keys(Key key) {
    return redis.call(commands -> commands.keys(key.of("*")));
  }

  private void moveBack(String key, Duration by) {
    for (String member : redis.call(commands -> commands.zrange(key, 0, -1))) {
      redis.call(commands -> commands.zincrby(key, (double) -by.toMillis(), member));
    }
  }

  private void shorten(String key, Duration by) {
    long left = redis.call(commands -> commands.pttl(key));
    redis.call(commands -> commands.pexpire(key, Math.max(0, left - by.toMillis())));
  }
}
