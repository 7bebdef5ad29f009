package dev.slipway.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.SampleRepositories;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Reports} does. */
public abstract class ReportsContract {
  private static final AccountId ADA = new AccountId("acc_ada");
  private static final AccountId BOB = new AccountId("acc_bob");
  private static final RepositoryId SHOP = SampleBuilds.SHOP;
  private static final RepositoryId BLOG = new RepositoryId("rep_blog");
  private static final WorkerId WORKER = new WorkerId("worker");
  private static final Instant AT = Instant.parse("2026-03-14T15:10:00Z");

  private ReportsFixture store;
  private Reports reports;

  /** A fresh, empty one. */
  protected abstract ReportsFixture freshStore();

  @BeforeEach
  void start() {
    store = freshStore();
    reports = store.newReports();
    store.repositories().add(SampleRepositories.connected(SHOP, ADA));
    store.repositories().add(SampleRepositories.connected(BLOG, BOB));
  }

  @Test
  void atFirstThereIsNothingToTell() throws Exception {
    assertThat(reports.claim(Duration.ZERO)).isEmpty();
    assertThat(reports.problem(SHOP)).isEmpty();
    assertThat(reports.told(SHOP, "here")).isEmpty();
  }

  @Test
  void aNewBuildIsDueOnce() throws Exception {
    BuildId build = add(push(SHOP));

    Report report = claim();

    assertThat(report.subject()).isEqualTo(new Subject.OfBuild(build));
    assertThat(report.repository()).isEqualTo(SHOP);
    assertThat(report.account()).isEqualTo(ADA);
    assertThat(report.failures()).isZero();
    assertNothingIsDue();
    reports.done(report);
    assertNothingIsDue();
  }

  @Test
  void whatNoForgeHasToBeToldIsForgotten() throws Exception {
    RepositoryId plain = new RepositoryId("rep_plain");
    store.repositories().add(SampleRepositories.connected(plain, null));
    add(push(plain));
    add(push(new RepositoryId("rep_unknown")));
    assertNothingIsDue();

    store.repositories().replace(SampleRepositories.connected(plain, ADA));
    assertNothingIsDue();
  }

  @Test
  void manyMovesAreOneReport() throws Exception {
    BuildId build = add(push(SHOP));
    store.buildQueue().claim(WORKER, Duration.ZERO);
    store.builds().cancel(build, "ada", "typo");

    assertThat(claim().subject()).isEqualTo(new Subject.OfBuild(build));
    assertNothingIsDue();
  }

  @Test
  void thatARunningBuildMadeAStepIsNoNews() throws Exception {
    BuildId build = add(push(SHOP));
    var queue = store.buildQueue();
    queue.claim(WORKER, Duration.ZERO);
    reports.done(claim());

    StepReport step =
        new StepReport(
            "unit", StepReport.Kind.PIPELINE, StepReport.Status.RUNNING, AT, null, null, false);
    assertThat(queue.report(build, 1, List.of(step))).isTrue();

    assertNothingIsDue();
  }

  @Test
  void aMoveWhileAReportIsHeldMakesItDueAgainOnceItIsDone() throws Exception {
    BuildId build = add(push(SHOP));
    Report held = claim();
    store.builds().cancel(build, "ada", "typo");
    assertNothingIsDue();

    reports.done(held);

    Report again = claim();
    assertThat(again.subject()).isEqualTo(held.subject());
    assertThat(again.claim()).isNotEqualTo(held.claim());
  }

  @Test
  void ofOneCommitOnlyOneReportIsHeld() throws Exception {
    NewBuild first = push(SHOP);
    BuildId one = add(first);
    BuildId two = add(SampleBuilds.again(first, GitRef.ofBranch("other")));
    BuildId other = add(push(SHOP));

    Report held = claim();
    assertThat(held.subject()).isEqualTo(new Subject.OfBuild(one));
    assertThat(claim().subject()).isEqualTo(new Subject.OfBuild(other));
    assertNothingIsDue();

    reports.done(held);
    assertThat(claim().subject()).isEqualTo(new Subject.OfBuild(two));
  }

  @Test
  void aPullRequestIsAReportOfItsOwnOfWhichOneIsHeld() throws Exception {
    GitRef head = new GitRef("refs/pull/7/head");
    BuildId one = add(SampleBuilds.waiting(SHOP, head));
    BuildId two = add(SampleBuilds.waiting(SHOP, head));

    List<Report> held = claimAll();

    assertThat(held)
        .extracting(Report::subject)
        .containsExactlyInAnyOrder(
            new Subject.OfBuild(one), new Subject.OfPullRequest(one), new Subject.OfBuild(two));
    held.forEach(reports::done);
    assertThat(claim().subject()).isEqualTo(new Subject.OfPullRequest(two));
  }

  @Test
  void aDeploymentIsDueWhenItMoves() throws Exception {
    Deployment deployment = store.services().handOver(SampleReleases.deploy("shop", 1));
    Report first = claim();
    assertThat(first.subject()).isEqualTo(new Subject.OfDeployment(deployment.id()));
    assertThat(first.repository()).isEqualTo(SHOP);
    reports.done(first);
    assertNothingIsDue();

    var queue = store.deploymentQueue();
    Deployment claimed = queue.claim(WORKER, Duration.ZERO).orElseThrow();
    assertThat(queue.move(claimed, new DeploymentState.Preparing(), "")).isPresent();

    assertThat(claim().subject()).isEqualTo(new Subject.OfDeployment(deployment.id()));
  }

  @Test
  void aLostReportIsTakenOverAndItsHolderCanDoNothingAnyMore() throws Exception {
    BuildId build = add(push(SHOP));
    Report lost = claim();
    store.advance(Reports.LEASE.plusMillis(1));
    Reports other = store.newReports();
    Report taken = other.claim(Duration.ZERO).orElseThrow();
    assertThat(taken.subject()).isEqualTo(new Subject.OfBuild(build));

    assertThat(reports.renew(lost)).isFalse();
    reports.told(lost, "here", "old");
    reports.later(lost, Duration.ZERO, "late");
    reports.giveUp(lost, "late");
    reports.done(lost);

    assertThat(reports.told(SHOP, "here")).isEmpty();
    assertThat(reports.problem(SHOP)).isEmpty();
    assertThat(other.renew(taken)).isTrue();
    assertNothingIsDue();
  }

  @Test
  void aRenewedReportIsKept() throws Exception {
    add(push(SHOP));
    Report held = claim();
    for (int i = 0; i < 3; i++) {
      store.advance(Reports.LEASE.minusSeconds(5));
      assertThat(reports.renew(held)).isTrue();
      assertNothingIsDue();
    }
  }

  @Test
  void whatCouldNotBeToldIsDueAfterTheDelay() throws Exception {
    add(push(SHOP));
    reports.later(claim(), Duration.ofSeconds(20), "the forge is away");
    assertThat(reports.problem(SHOP)).contains("the forge is away");
    store.advance(Duration.ofSeconds(15));
    assertNothingIsDue();
    store.advance(Duration.ofSeconds(5));

    Report again = claim();
    assertThat(again.failures()).isEqualTo(1);
    reports.later(again, Duration.ofSeconds(1), "the forge is away");
    store.advance(Duration.ofSeconds(1));
    assertThat(claim().failures()).isEqualTo(2);
  }

  @Test
  void aMoveEndsTheDelay() throws Exception {
    BuildId build = add(push(SHOP));
    reports.later(claim(), Duration.ofHours(1), "the forge is away");
    assertNothingIsDue();

    store.builds().cancel(build, "ada", "typo");

    assertThat(claim().failures()).isEqualTo(1);
  }

  @Test
  void aProblemIsKnownUntilSomethingWasTold() throws Exception {
    BuildId build = add(push(SHOP));
    reports.giveUp(claim(), "the token may not set statuses");
    assertNothingIsDue();
    assertThat(reports.problem(SHOP)).contains("the token may not set statuses");
    assertThat(reports.problem(BLOG)).isEmpty();
    assertThat(reports.problems(List.of(BLOG, SHOP)))
        .isEqualTo(Map.of(SHOP, "the token may not set statuses"));
    assertThat(reports.problems(List.of())).isEmpty();

    store.builds().cancel(build, "ada", "typo");
    Report next = claim();
    reports.told(next, "c0ffee/slipway/build", "canceled");

    assertThat(reports.problem(SHOP)).isEmpty();
    assertThat(reports.told(SHOP, "c0ffee/slipway/build")).contains("canceled");
    assertThat(store.newReports().told(SHOP, "c0ffee/slipway/build")).contains("canceled");
    assertThat(reports.told(BLOG, "c0ffee/slipway/build")).isEmpty();
  }

  @Test
  void whatWasGivenUpIsDueAgainWhenTheAccountIsPutAnew() throws Exception {
    BuildId one = add(SampleBuilds.waiting(SHOP, new GitRef("refs/pull/7/head")));
    Deployment rollout = store.services().handOver(SampleReleases.deploy("shop", 1));
    BuildId told = add(push(SHOP));
    for (Report report : claimAll()) {
      reports.giveUp(report, "the token has expired");
    }
    store.builds().cancel(told, "ada", "typo");
    reports.done(claim());
    store.accounts().put(account(BOB));
    assertNothingIsDue();

    store.accounts().put(account(ADA));

    assertThat(claimAll())
        .extracting(Report::subject)
        .containsExactlyInAnyOrder(
            new Subject.OfBuild(one),
            new Subject.OfPullRequest(one),
            new Subject.OfDeployment(rollout.id()));
    store.accounts().put(account(ADA));
    assertNothingIsDue();
  }

  private static Account account(AccountId id) {
    return new Account(
        id, Forge.GITEA, URI.create("https://forge.example"), "x", "1", new Secret("t", "t"), AT);
  }

  @Test
  void aPauseHoldsBackItsAccountAlone() throws Exception {
    add(push(SHOP));
    reports.pause(ADA, Duration.ofMinutes(10));
    BuildId blog = add(push(BLOG));

    assertThat(claim().subject()).isEqualTo(new Subject.OfBuild(blog));
    assertNothingIsDue();
    store.advance(Duration.ofMinutes(10));
    assertThat(claim().account()).isEqualTo(ADA);
  }

  @Test
  void anAccountWithMuchToTellLeavesRoomForOthers() throws Exception {
    for (int i = 0; i < 2 * Reports.AT_ONCE; i++) {
      add(push(SHOP));
    }
    BuildId blog = add(push(BLOG));

    List<Report> held = claimAll();

    assertThat(held).filteredOn(report -> report.account().equals(ADA)).hasSize(Reports.AT_ONCE);
    assertThat(held.subList(0, 2)).extracting(Report::subject).contains(new Subject.OfBuild(blog));
    held.forEach(reports::done);
    assertThat(claimAll()).hasSize(Reports.AT_ONCE);
  }

  @Test
  void manyProcessesNeverHoldTheSameReport() throws Exception {
    for (int i = 0; i < 60; i++) {
      add(push(SHOP));
    }
    List<Report> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Report>>> parts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Reports process = store.newReports();
        parts.add(threads.submit(() -> tellAll(process)));
      }
      for (Future<List<Report>> part : parts) {
        all.addAll(part.get(20, TimeUnit.SECONDS));
      }
    }
    assertThat(all).extracting(Report::subject).hasSize(60).doesNotHaveDuplicates();
    assertNothingIsDue();
  }

  @Test
  void whoeverWaitsIsTold() throws Exception {
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<Report>> waiting =
          thread.submit(() -> store.newReports().claim(Duration.ofSeconds(20)));
      BuildId build = add(push(SHOP));
      assertThat(waiting.get(20, TimeUnit.SECONDS).map(Report::subject))
          .contains(new Subject.OfBuild(build));
    }
  }

  private static List<Report> tellAll(Reports process) throws InterruptedException {
    List<Report> told = new ArrayList<>();
    Optional<Report> next = process.claim(Duration.ofMillis(100));
    while (next.isPresent()) {
      told.add(next.get());
      process.done(next.get());
      next = process.claim(Duration.ofMillis(100));
    }
    return told;
  }

  private List<Report> claimAll() throws InterruptedException {
    List<Report> all = new ArrayList<>();
    Optional<Report> next = reports.claim(Duration.ZERO);
    while (next.isPresent()) {
      all.add(next.get());
      next = reports.claim(Duration.ZERO);
    }
    return all;
  }

  private Report claim() throws InterruptedException {
    return reports.claim(Duration.ZERO).orElseThrow();
  }

  private void assertNothingIsDue() throws InterruptedException {
    assertThat(store.newReports().claim(Duration.ZERO)).isEmpty();
  }

  private BuildId add(NewBuild build) {
    return store.builds().add(build).id();
  }

  /** A build of a commit and a branch of its own. */
  private static NewBuild push(RepositoryId repository) {
    return SampleBuilds.push(repository, GitRef.ofBranch(SampleBuilds.sha().hex()));
  }
}
