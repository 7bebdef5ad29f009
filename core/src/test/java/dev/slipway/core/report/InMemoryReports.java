package dev.slipway.core.report;

import dev.slipway.core.account.AccountId;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.Services;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.Connection;
import dev.slipway.core.source.Repositories;
import dev.slipway.core.source.Repository;
import dev.slipway.core.source.RepositoryId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports in memory, for tests, on a clock that a test moves. */
public final class InMemoryReports implements Reports {
  private final Clock clock;
  private final Repositories repositories;
  private final Builds builds;
  private final Services services;
  private final ConcurrentLinkedQueue<Subject> fresh = new ConcurrentLinkedQueue<>();
  private final Map<Subject, Entry> entries = new LinkedHashMap<>();
  private final Map<Subject, AccountId> givenUp = new LinkedHashMap<>();
  private final Map<AccountId, Instant> pauses = new HashMap<>();
  private final Map<AccountId, Long> turns = new HashMap<>();
  private final Map<String, String> told = new HashMap<>();
  private final Map<RepositoryId, String> problems = new HashMap<>();
  private long claims;

  public InMemoryReports(Clock clock, Repositories repositories, Builds builds, Services services) {
    this.clock = clock;
    this.repositories = repositories;
    this.builds = builds;
    this.services = services;
  }

  /** To be called within the move of a build. */
  public void moved(BuildId id) {
    fresh.add(new Subject.OfBuild(id));
  }

  /** To be called within the move of a deployment. */
  public void moved(DeploymentId id) {
    fresh.add(new Subject.OfDeployment(id));
  }

  /** To be called when an account was put. */
  public synchronized void put(AccountId account) {
    givenUp.forEach((subject, of) -> {
      if (of.equals(account)) {
        fresh.add(subject);
      }
    });
    givenUp.values().removeIf(account::equals);
  }

  @Override
  public synchronized Optional<Report> claim(Duration wait) throws InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      lookAtFresh();
      Optional<Entry> next = next();
      if (next.isPresent()) {
        return next.map(this::take);
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return Optional.empty();
      }
      // Nobody signals that a lease ran out on a clock that a test moves.
      wait(20);
    }
  }

  private void lookAtFresh() {
    for (Subject next = fresh.poll(); next != null; next = fresh.poll()) {
      switch (next) {
        case Subject.OfBuild(BuildId id) -> builds.find(id).ifPresent(b -> enter(b.request()));
        case Subject.OfDeployment(DeploymentId id) ->
            services
                .deployment(id)
                .flatMap(of -> services.release(of.service(), of.release()))
                .map(Release::content)
                .ifPresent(this::enter);
        case Subject.OfPullRequest(BuildId id) ->
            builds.find(id).ifPresent(b -> enter(b.request()));
      }
    }
  }

  private void enter(NewBuild build) {
    RepositoryId repository = build.repositoryId();
    enter(new Subject.OfBuild(build.id()), repository, lane(repository, build.commit().sha()));
    if (build.pullRequest() != null) {
      String lane = repository + "#" + build.pullRequest().number();
      enter(new Subject.OfPullRequest(build.id()), repository, lane);
    }
  }

  private void enter(NewRelease release) {
    RepositoryId repository = release.repositoryId();
    enter(
        new Subject.OfDeployment(release.deployment()),
        repository,
        lane(repository, release.commit()));
  }

  private static String lane(RepositoryId repository, CommitSha sha) {
    return repository + "/" + sha.hex().substring(0, Math.min(12, sha.hex().length()));
  }

  private void enter(Subject subject, RepositoryId repository, String lane) {
    Connection connection = repositories.find(repository).map(Repository::connection).orElse(null);
    if (connection != null) {
      entries
          .computeIfAbsent(subject, _ -> new Entry(subject, repository, connection.account(), lane))
          .makeDue(clock.instant());
    }
  }

  private Optional<Entry> next() {
    Instant now = clock.instant();
    entries.values().forEach(entry -> entry.recoverAt(now));
    Set<String> lanes = new HashSet<>();
    Map<AccountId, Integer> held = new HashMap<>();
    entries.values().stream()
        .filter(entry -> entry.claim != null)
        .forEach(entry -> {
          lanes.add(entry.lane);
          held.merge(entry.account, 1, Integer::sum);
        });
    Stream<Entry> open =
        entries.values().stream()
            .filter(entry -> entry.due != null && !entry.due.isAfter(now))
            .filter(entry -> !lanes.contains(entry.lane))
            .filter(entry -> held.getOrDefault(entry.account, 0) < AT_ONCE)
            .filter(entry -> !pauses.getOrDefault(entry.account, Instant.MIN).isAfter(now));
    return open.min(
        Comparator.comparingLong((Entry entry) -> turns.getOrDefault(entry.account, 0L))
            .thenComparing(entry -> entry.due));
  }

  private Report take(Entry entry) {
    String claim = "claim-" + ++claims;
    turns.put(entry.account, claims);
    entry.due = null;
    entry.claim = claim;
    entry.leaseUntil = clock.instant().plus(LEASE);
    return new Report(entry.subject, entry.repository, entry.account, entry.failures, claim);
  }

  private Optional<Entry> held(Report report) {
    return Optional.ofNullable(entries.get(report.subject()))
        .filter(entry -> report.claim().equals(entry.claim));
  }

  @Override
  public synchronized boolean renew(Report report) {
    Optional<Entry> held = held(report);
    held.ifPresent(entry -> entry.leaseUntil = clock.instant().plus(LEASE));
    return held.isPresent();
  }

  @Override
  public synchronized void done(Report report) {
    held(report).ifPresent(this::end);
  }

  private void end(Entry entry) {
    givenUp.remove(entry.subject);
    entry.claim = null;
    entry.failures = 0;
    if (entry.due == null) {
      entries.remove(entry.subject);
    }
  }

  @Override
  public synchronized void later(Report report, Duration delay, String problem) {
    held(report)
        .ifPresent(entry -> {
          givenUp.remove(entry.subject);
          entry.claim = null;
          entry.failures++;
          entry.makeDue(clock.instant().plus(delay));
          problems.put(entry.repository, problem);
        });
  }

  @Override
  public synchronized void giveUp(Report report, String problem) {
    held(report)
        .ifPresent(entry -> {
          problems.put(entry.repository, problem);
          end(entry);
          givenUp.put(entry.subject, entry.account);
        });
  }

  @Override
  public synchronized void pause(AccountId account, Duration span) {
    pauses.put(account, clock.instant().plus(span));
  }

  @Override
  public synchronized Optional<String> told(RepositoryId repository, String place) {
    return Optional.ofNullable(told.get(repository + ":" + place));
  }

  @Override
  public synchronized void told(Report report, String place, String what) {
    if (held(report).isPresent()) {
      told.put(report.repository() + ":" + place, what);
      problems.remove(report.repository());
    }
  }

  @Override
  public synchronized Optional<String> problem(RepositoryId repository) {
    return Optional.ofNullable(problems.get(repository));
  }

  private static final class Entry {
    final Subject subject;
    final RepositoryId repository;
    final AccountId account;
    final String lane;
    int failures;
    Instant leaseUntil = Instant.MIN;
    @Nullable Instant due;
    @Nullable String claim;

    Entry(Subject subject, RepositoryId repository, AccountId account, String lane) {
      this.subject = subject;
      this.repository = repository;
      this.account = account;
      this.lane = lane;
    }

    void makeDue(Instant at) {
      due = due == null || at.isBefore(due) ? at : due;
    }

    void recoverAt(Instant now) {
      if (claim != null && !leaseUntil.isAfter(now)) {
        claim = null;
        makeDue(now);
      }
    }
  }
}
