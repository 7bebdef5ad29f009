package dev.slipway.webhook.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.account.Accounts;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.report.InMemoryReportsFixture;
import dev.slipway.core.report.Report;
import dev.slipway.core.report.Reports;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.SampleRepositories;
import dev.slipway.webhook.forge.ForgeApi;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/** Two repositories of two accounts, with a forge each, on a clock that a test moves. */
final class World {
  static final AccountId ADA = new AccountId("acc_ada");
  static final AccountId BOB = new AccountId("acc_bob");
  static final RepositoryId SHOP = new RepositoryId("rep_shop");
  static final RepositoryId BLOG = new RepositoryId("rep_blog");
  static final Instant START = Instant.parse("2026-03-14T15:10:00Z");
  static final WorkerId WORKER = new WorkerId("worker");
  private static final Pages PAGES =
      new Pages(URI.create("https://slipway.example"), URI.create("http://edge.example:8000"));

  final InMemoryReportsFixture store = new InMemoryReportsFixture();
  final Accounts accounts = store.accounts();
  final RecordingForge adasForge = new RecordingForge();
  final RecordingForge bobsForge = new RecordingForge();
  final BuildQueue queue = store.buildQueue();
  private final Reports reports = store.newReports();

  World() {
    accounts.put(account(ADA));
    accounts.put(account(BOB));
    store.repositories().add(SampleRepositories.connected(SHOP, ADA));
    store.repositories().add(SampleRepositories.connected(BLOG, BOB));
  }

  private static Account account(AccountId id) {
    return new Account(
        id,
        Forge.GITEA,
        URI.create("https://forge.example"),
        "x",
        "1",
        new Secret("t", "t"),
        START);
  }

  Reports reports() {
    return reports;
  }

  TellForge tellForge(Reports through) {
    Map<AccountId, ForgeApi> forges = Map.of(ADA, adasForge, BOB, bobsForge);
    Records records =
        new Records(store.repositories(), accounts, store.builds(), queue, store.services());
    return new TellForge(
        through,
        records,
        account -> Objects.requireNonNull(forges.get(account.id())),
        PAGES,
        new Random(7));
  }

  /** From now on somebody is there who would build. */
  void hearOfABuilder() {
    try {
      if (queue.claim(WORKER, Duration.ZERO).isPresent()) {
        throw new AssertionError("nothing was to be queued yet");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Tells whatever is due now, in this thread. */
  void tellAll() {
    TellForge tellForge = tellForge(reports);
    Optional<Report> next = claim();
    while (next.isPresent()) {
      tellForge.tell(next.get());
      next = claim();
    }
  }

  Optional<Report> claim() {
    try {
      return reports.claim(Duration.ZERO);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets time pass second by second, telling whatever becomes due. */
  void pass(Duration span) {
    for (long second = 0; second < span.toSeconds(); second++) {
      store.advance(Duration.ofSeconds(1));
      tellAll();
    }
  }

  Build add(NewBuild build) {
    return store.builds().add(build);
  }

  /** The next build starts. */
  Build run() {
    try {
      return queue.claim(WORKER, Duration.ZERO).orElseThrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void finish(BuildId id, BuildState end) {
    assertThat(queue.finish(id, end.attempt(), end, List.of(), Duration.ZERO)).isPresent();
  }

  /** The next rollout goes through these states. */
  void rollOut(List<DeploymentState> states) {
    try {
      Deployment at = store.deploymentQueue().claim(WORKER, Duration.ZERO).orElseThrow();
      for (DeploymentState state : states) {
        at = store.deploymentQueue().move(at, state, "").orElseThrow();
        tellAll();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static BuildState succeeded() {
    return new BuildState.Succeeded(1, START, START.plusSeconds(72), List.of());
  }
}
