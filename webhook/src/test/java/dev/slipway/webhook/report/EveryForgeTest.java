package dev.slipway.webhook.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.account.Account;
import dev.slipway.core.account.AccountId;
import dev.slipway.core.account.Accounts;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.net.AddressPolicy;
import dev.slipway.core.report.InMemoryReportsFixture;
import dev.slipway.core.report.Report;
import dev.slipway.core.report.Reports;
import dev.slipway.core.source.Forge;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.SampleRepositories;
import dev.slipway.webhook.forge.ForgeApis;
import dev.slipway.webhook.forge.testing.FakeForge;
import dev.slipway.webhook.forge.testing.FakeReply;
import dev.slipway.webhook.forge.testing.FakeStatus;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What arrives at each forge, asked by its real API; only time is made up. Gitee knows no statuses.
 */
class EveryForgeTest {
  private static final RepositoryId SHOP = SampleBuilds.SHOP;
  private static final AccountId ADA = new AccountId("acc_ada");
  private static final WorkerId WORKER = new WorkerId("worker");
  private static final Instant START = Instant.parse("2026-03-14T15:10:00Z");
  private static final Pages PAGES =
      new Pages(URI.create("https://slipway.example"), URI.create("http://edge.example:8000"));

  private final InMemoryReportsFixture store = new InMemoryReportsFixture();
  private final Reports reports = store.newReports();
  private final Accounts accounts = store.accounts();
  private final ForgeApis apis =
      new ForgeApis(AddressPolicy.allowing(List.of("127.0.0.1")), Clock.systemUTC());
  private @Nullable FakeForge forge;

  @AfterEach
  void nothingWasAskedWrongly() {
    apis.close();
    if (forge != null) {
      forge.close();
      assertThat(forge.faults()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"GIT", "GITEE"})
  void aBuildIsShownFromTheQueueToItsEnd(Forge kind) throws Exception {
    FakeForge there = connect(kind);
    NewBuild build = SampleBuilds.push(SHOP, SampleBuilds.MAIN);
    assertThat(store.buildQueue().claim(WORKER, Duration.ZERO)).isEmpty();
    store.builds().add(build);
    tellAll();
    build(build);
    tellAll();
    tellAll();

    assertThat(there.statuses("acme/shop", build.commit().sha().hex()))
        .extracting(FakeStatus::description)
        .containsExactly("queued, next in line", "built in 1 min 12 s");
    assertThat(reports.problem(SHOP)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GIT")
  void aPullRequestHasOneCommentThatIsRewritten(Forge kind) throws Exception {
    FakeForge there = connect(kind);
    GitRef head = new GitRef("refs/pull/7/head");
    store.builds().add(SampleBuilds.waiting(SHOP, head));
    tellAll();
    store.builds().add(SampleBuilds.waiting(SHOP, head));
    tellAll();

    assertThat(there.comments("acme/shop", 7))
        .singleElement()
        .satisfies(comment -> assertThat(comment.body()).contains("[build 2]", "approve"));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"GIT", "GITEE"})
  void afterAnOutageTheStatusIsRightWithinAMinute(Forge kind) throws Exception {
    FakeForge there = connect(kind);
    there.always(FakeReply.text(503, "<html>down for maintenance</html>"));
    NewBuild build = SampleBuilds.push(SHOP, SampleBuilds.MAIN);
    store.builds().add(build);
    tellAll();
    build(build);
    pass(Duration.ofMinutes(5));
    assertThat(there.statuses("acme/shop")).isEmpty();
    assertThat(reports.problem(SHOP)).isPresent();

    there.recover();
    pass(Duration.ofSeconds(60));

    assertThat(there.statuses("acme/shop"))
        .extracting(FakeStatus::description)
        .containsExactly("built in 1 min 12 s");
    assertThat(reports.problem(SHOP)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"GIT", "GITEE"})
  void aLimitIsKeptToTheSecond(Forge kind) throws Exception {
    FakeForge there = connect(kind);
    there.next(FakeReply.text(429, "{\"message\":\"slow down\"}").with("Retry-After", "90"));
    store.builds().add(SampleBuilds.push(SHOP, SampleBuilds.MAIN));
    tellAll();
    store.builds().add(SampleBuilds.push(SHOP, GitRef.ofBranch("other")));
    pass(Duration.ofSeconds(89));
    assertThat(there.requests()).hasSize(1);

    pass(Duration.ofSeconds(1));
    assertThat(there.statuses("acme/shop")).hasSize(2);
  }

  @Test
  void aTokenThatExpiredIsSaidSoAndItsSuccessorMakesUpForIt() throws Exception {
    FakeForge there = connect(Forge.GITEA);
    there.always(FakeReply.text(401, "{\"message\":\"token expired\"}"));
    store.builds().add(SampleBuilds.push(SHOP, SampleBuilds.MAIN));
    pass(Duration.ofMinutes(2));

    assertThat(there.requests()).hasSize(1);
    assertThat(reports.problem(SHOP))
        .hasValueSatisfying(problem -> assertThat(problem).contains("connect the account again"));

    there.recover();
    accounts.find(ADA).ifPresent(accounts::put);
    tellAll();
    assertThat(there.statuses("acme/shop")).hasSize(1);
    assertThat(reports.problem(SHOP)).isEmpty();
  }

  @Test
  void gitHubKeepsOneRecordOfARollout() throws Exception {
    FakeForge there = connect(Forge.GITHUB);
    NewRelease release = SampleReleases.deploy("shop", 1);
    store.services().handOver(release);
    tellAll();
    var queue = store.deploymentQueue();
    Deployment at = queue.claim(WORKER, Duration.ZERO).orElseThrow();
    at = queue.move(at, new DeploymentState.Preparing(), "").orElseThrow();
    tellAll();
    DeploymentState.Cause cause = new DeploymentState.Cause("preparing", "no image", "", List.of());
    assertThat(queue.move(at, new DeploymentState.Failed(cause), "")).isPresent();
    tellAll();

    assertThat(there.deployments("acme/shop"))
        .containsExactly("production queued", "production in_progress", "production failure");
    assertThat(there.requests()).filteredOn(request -> request.endsWith("/deployments")).hasSize(1);
    assertThat(there.statuses("acme/shop"))
        .extracting(FakeStatus::context)
        .containsOnly("slipway/deploy/production");
  }

  private FakeForge connect(Forge kind) throws Exception {
    FakeForge there = FakeForge.start(kind);
    forge = there;
    there.addRepository("acme/shop", true, true);
    accounts.put(
        new Account(
            ADA,
            kind,
            there.pages(),
            "slip",
            there.userId(),
            new Secret("token", FakeForge.TOKEN),
            START));
    store.repositories().add(SampleRepositories.connected(SHOP, ADA));
    return there;
  }

  private void build(NewBuild build) throws InterruptedException {
    assertThat(store.buildQueue().claim(WORKER, Duration.ZERO)).isPresent();
    BuildState end = new BuildState.Succeeded(1, START, START.plusSeconds(72), List.of());
    assertThat(store.buildQueue().finish(build.id(), 1, end, List.of(), Duration.ZERO)).isPresent();
  }

  private void pass(Duration span) throws InterruptedException {
    for (long second = 0; second < span.toSeconds(); second++) {
      store.advance(Duration.ofSeconds(1));
      tellAll();
    }
  }

  private void tellAll() throws InterruptedException {
    Records records =
        new Records(
            store.repositories(), accounts, store.builds(), store.buildQueue(), store.services());
    TellForge tellForge = new TellForge(reports, records, apis::of, PAGES, new Random(7));
    Optional<Report> next = reports.claim(Duration.ZERO);
    while (next.isPresent()) {
      tellForge.tell(next.get());
      next = reports.claim(Duration.ZERO);
    }
  }
}
