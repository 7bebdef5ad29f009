package dev.slipway.store;

import dev.slipway.core.account.AccountId;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.log.Logs.Subscription;
import dev.slipway.core.report.Report;
import dev.slipway.core.report.Reports;
import dev.slipway.core.report.Subject;
import dev.slipway.core.source.RepositoryId;
import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The reports in Redis. The scripts that move builds and deployments only note that they did; what
 * follows from it, whose forge is concerned for one, is found out by the script that claims.
 */
public final class RedisReports implements Reports {
  private static final LuaScript CLAIM = LuaScript.load("claim_report", "reports");
  private static final LuaScript RENEW = LuaScript.load("renew_report", "reports");
  private static final LuaScript END = LuaScript.load("end_report", "reports");
  private static final LuaScript REMEMBER = LuaScript.load("remember_told");

  /** How often to look for lost leases and for what has become due, of which nobody tells. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** For how long signals gather before one looks: under load they come in crowds. */
  private static final Duration GATHER = Duration.ofMillis(10);

  /** How many fresh subjects one claim looks at, so that it never keeps Redis busy for long. */
  private static final int LOOK_AT = 200;

  private static final String MORE = "more";
  private final Redis redis;

  public RedisReports(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Optional<Report> claim(Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    Optional<Report> first = take();
    if (first.isPresent() || !wait.isPositive()) {
      return first;
    }
    Semaphore woken = new Semaphore(0);
    try (Subscription _ = redis.signals().on(Key.EVENTS.toString(), woken::release);
        Subscription _ = redis.signals().on(Key.REPORTS.toString(), woken::release)) {
      while (true) {
        woken.drainPermits();
        Optional<Report> taken = take();
        long left = deadline - System.nanoTime();
        if (taken.isPresent() || left <= 0) {
          return taken;
        }
        if (woken.tryAcquire(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
          Thread.sleep(GATHER);
        }
      }
    }
  }

  private Optional<Report> take() throws InterruptedException {
    while (true) {
      String call = UUID.randomUUID().toString();
      List<@Nullable String> answer =
          CLAIM.list(
              redis,
              call,
              Long.toString(LEASE.toMillis()),
              Integer.toString(AT_ONCE),
              Integer.toString(LOOK_AT));
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      if (!MORE.equals(answer.getFirst())) {
        return Optional.of(report(answer, call));
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped looking for reports");
      }
    }
  }

  private static Report report(List<@Nullable String> answer, String call) {
    return new Report(
        subject(text(answer, 0)),
        new RepositoryId(text(answer, 1)),
        new AccountId(text(answer, 2)),
        Integer.parseInt(text(answer, 3)),
        call);
  }

  private static String text(List<@Nullable String> answer, int at) {
    return Objects.requireNonNull(answer.get(at));
  }

  private static Subject subject(String name) {
    int colon = name.indexOf(':');
    String id = name.substring(colon + 1);
    return switch (name.substring(0, colon)) {
      case "build" -> new Subject.OfBuild(new BuildId(id));
      case "deployment" -> new Subject.OfDeployment(new DeploymentId(id));
      case "pull_request" -> new Subject.OfPullRequest(new BuildId(id));
      default -> throw new IllegalStateException("Redis names something unknown: " + name);
    };
  }

  private static String name(Subject subject) {
    return switch (subject) {
      case Subject.OfBuild(BuildId id) -> "build:" + id;
      case Subject.OfDeployment(DeploymentId id) -> "deployment:" + id;
      case Subject.OfPullRequest(BuildId build) -> "pull_request:" + build;
    };
  }

  @Override
  public boolean renew(Report report) {
    return RENEW.number(
            redis, name(report.subject()), report.claim(), Long.toString(LEASE.toMillis()))
        == 1;
  }

  @Override
  public void done(Report report) {
    end(report, "", "");
  }

  @Override
  public void later(Report report, Duration delay, String problem) {
    end(report, Long.toString(delay.toMillis()), problem);
  }

  @Override
  public void giveUp(Report report, String problem) {
    end(report, "", problem);
  }

  private void end(Report report, String delay, String problem) {
    END.number(redis, name(report.subject()), report.claim(), delay, problem, remembered());
  }

  @Override
  public void pause(AccountId account, Duration span) {
    if (span.isPositive()) {
      redis.call(commands ->
          commands.set(
              Key.REPORT_PAUSE.of(account), "1", SetArgs.Builder.px(Math.max(1, span.toMillis()))));
    }
  }

  @Override
  public Optional<String> told(RepositoryId repository, String place) {
    return text(Key.REPORT_TOLD.of(repository + ":" + place));
  }

  @Override
  public void told(Report report, String place, String what) {
    REMEMBER.number(redis, name(report.subject()), report.claim(), place, what, remembered());
  }

  @Override
  public Optional<String> problem(RepositoryId repository) {
    return text(Key.REPORT_PROBLEM.of(repository));
  }

  @Override
  public Map<RepositoryId, String> problems(List<RepositoryId> repositories) {
    Map<RepositoryId, String> problems = new HashMap<>();
    if (!repositories.isEmpty()) {
      String[] keys = repositories.stream().map(Key.REPORT_PROBLEM::of).toArray(String[]::new);
      List<KeyValue<String, String>> texts = redis.call(commands -> commands.mget(keys));
      for (int i = 0; i < keys.length; i++) {
        if (texts.get(i).hasValue()) {
          problems.put(repositories.get(i), texts.get(i).getValue());
        }
      }
    }
    return problems;
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(redis.<@Nullable String>call(commands -> commands.get(key)));
  }

  private static String remembered() {
    return Long.toString(REMEMBERED.toSeconds());
  }
}
