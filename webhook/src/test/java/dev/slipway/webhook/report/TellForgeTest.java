package dev.slipway.webhook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.core.StoreUnavailableException;
import dev.slipway.core.account.ForgeException.Kind;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Checking;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.Preparing;
import dev.slipway.core.deploy.DeploymentState.Starting;
import dev.slipway.core.deploy.DeploymentState.Switching;
import dev.slipway.core.deploy.DeploymentState.Watching;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.report.Report;
import dev.slipway.core.report.Reports;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import dev.slipway.core.source.SampleRepositories;
import dev.slipway.webhook.forge.CommitStatus;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TellForgeTest {
  private static final GitRef MAIN = SampleBuilds.MAIN;
  private final World world = new World();
  private final RecordingForge forge = world.adasForge;

  @Test
  void aBuildIsFollowedFromTheQueueToItsEnd() {
    world.hearOfABuilder();
    Build build = world.add(SampleBuilds.push(World.SHOP, MAIN));
    world.tellAll();
    world.run();
    world.tellAll();
    world.finish(build.id(), World.succeeded());
    world.tellAll();

    assertThat(forge.statuses())
        .containsExactly(
            "slipway/build QUEUED: queued, next in line",
            "slipway/build RUNNING: is being built",
            "slipway/build SUCCEEDED: built in 1 min 12 s");
    assertThat(shown(build.request()).target())
        .isEqualTo(URI.create("https://slipway.example/builds/" + build.id()));
  }

  @Test
  void whatWasSaidLastIsNotSaidAgain() {
    Build build = world.add(SampleBuilds.push(World.SHOP, MAIN));
    Report report = world.claim().orElseThrow();
    world.tellForge(world.reports()).tell(report);
    world.tellForge(world.reports()).tell(report);
    assertThat(forge.statuses()).hasSize(1);
    assertThat(world.store.builds().add(build.request())).isNotNull();
    world.tellAll();
    assertThat(forge.statuses()).hasSize(1);
  }

  @Test
  void statesThatPassedWhileTheForgeWasAwayAreLeftOut() {
    forge.fail(Kind.UNAVAILABLE, null);
    Build build = world.add(SampleBuilds.push(World.SHOP, MAIN));
    world.tellAll();
    world.run();
    world.tellAll();
    world.finish(build.id(), World.succeeded());
    world.tellAll();
    forge.recover();
    world.pass(Duration.ofSeconds(30));

    assertThat(forge.statuses()).containsExactly("slipway/build SUCCEEDED: built in 1 min 12 s");
  }

  @Test
  void afterALongOutageAllIsRightWithinAMinute() {
    forge.fail(Kind.UNAVAILABLE, null);
    List<NewBuild> builds = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      NewBuild build = SampleBuilds.push(World.SHOP, GitRef.ofBranch("b" + i));
      builds.add(build);
      world.add(build);
      world.pass(Duration.ofSeconds(3));
    }
    assertThat(world.reports().problem(World.SHOP))
        .hasValueSatisfying(problem ->
            assertThat(problem).startsWith("the forge did not status").endsWith("; wait"));
    assertThat(forge.asked()).isLessThan(200 * 30);

    forge.recover();
    world.pass(Duration.ofSeconds(30));

    assertThat(builds)
        .allSatisfy(build -> assertThat(shown(build).state()).isEqualTo(State.QUEUED));
    assertThat(forge.statuses()).hasSize(200);
    assertThat(world.reports().problem(World.SHOP)).isEmpty();
  }

  @Test
  void aLimitedAccountIsLeftAloneForAsLongAsItsForgeAskedFor() {
    forge.fail(Kind.RATE_LIMITED, Duration.ofMinutes(10));
    world.add(SampleBuilds.push(World.SHOP, GitRef.ofBranch("one")));
    world.add(SampleBuilds.push(World.SHOP, GitRef.ofBranch("two")));
    world.tellAll();
    assertThat(forge.asked()).isEqualTo(1);

    NewBuild blog = SampleBuilds.push(World.BLOG, MAIN);
    world.add(blog);
    world.add(SampleBuilds.push(World.SHOP, GitRef.ofBranch("three")));
    world.pass(Duration.ofSeconds(599));
    assertThat(world.bobsForge.statuses()).hasSize(1);
    assertThat(forge.asked()).isEqualTo(1);

    forge.recover();
    world.pass(Duration.ofSeconds(1));
    assertThat(forge.statuses()).hasSize(3);
  }

  @Test
  void whatMayNotBeToldIsGivenUpAndTheReasonIsKept() {
    for (Kind kind : List.of(Kind.UNAUTHORIZED, Kind.FORBIDDEN, Kind.NOT_FOUND, Kind.REFUSED)) {
      forge.fail(kind, null);
      int before = forge.asked();
      world.add(SampleBuilds.push(World.SHOP, MAIN));
      world.tellAll();
      world.pass(Duration.ofMinutes(2));
      assertThat(forge.asked()).isLessThanOrEqualTo(before + 2);
      assertThat(world.reports().problem(World.SHOP)).isPresent();
    }
    forge.recover();
    NewBuild next = SampleBuilds.push(World.SHOP, MAIN);
    world.add(next);
    world.tellAll();
    assertThat(shown(next).state()).isEqualTo(State.QUEUED);
    assertThat(world.reports().problem(World.SHOP)).isEmpty();
  }

  @Test
  void aRepositoryWhoseAccountIsGoneSaysSo() {
    world.accounts.remove(World.ADA);
    world.add(SampleBuilds.push(World.SHOP, MAIN));
    world.tellAll();
    assertThat(world.reports().problem(World.SHOP))
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("connect the repository again"));
    assertThat(forge.asked()).isZero();
  }

  @Test
  void aRepositoryThatWasDisconnectedMeanwhileIsLeftAlone() {
    world.add(SampleBuilds.push(World.SHOP, MAIN));
    Report report = world.claim().orElseThrow();
    world.store.repositories().replace(SampleRepositories.connected(World.SHOP, null));
    world.tellForge(world.reports()).tell(report);
    assertThat(forge.asked()).isZero();
    assertThat(world.claim()).isEmpty();
  }

  @Test
  void theNewestBuildOfACommitWins() {
    NewBuild first = SampleBuilds.push(World.SHOP, MAIN);
    NewBuild second = SampleBuilds.again(first, GitRef.ofBranch("other"));
    world.add(first);
    world.add(second);
    world.tellAll();
    assertThat(shown(first).target().toString()).endsWith(second.id().value());

    world.run();
    world.finish(first.id(), World.succeeded());
    world.tellAll();
    assertThat(shown(first).state()).isEqualTo(State.QUEUED);

    world.run();
    world.finish(second.id(), World.succeeded());
    world.tellAll();
    assertThat(shown(first).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void anAbbreviatedCommitIsPassedOnAsItIs() {
    NewBuild build = abbreviated(SampleBuilds.push(World.SHOP, MAIN));
    world.add(build);
    world.tellAll();
    assertThat(shown(build).state()).isEqualTo(State.QUEUED);
  }

  @Test
  void aCommitKnowsItselfUnderItsShortName() {
    NewBuild full = SampleBuilds.push(World.SHOP, MAIN);
    NewBuild brief = abbreviated(SampleBuilds.again(full, GitRef.ofBranch("other")));
    world.add(full);
    world.add(brief);
    world.tellAll();
    world.run();
    world.finish(full.id(), World.succeeded());
    world.tellAll();
    assertThat(forge.statuses()).noneMatch(status -> status.contains("SUCCEEDED"));
  }

  @Test
  void aCrashBetweenTellingAndRememberingRepeatsThatOneStatus() {
    NewBuild build = SampleBuilds.push(World.SHOP, MAIN);
    world.add(build);
    Report report = world.claim().orElseThrow();
    TellForge dying = world.tellForge(new ForgetfulReports(world.reports()));
    assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> dying.tell(report));
    world.tellAll();
    assertThat(forge.statuses()).hasSize(1);

    world.pass(Reports.LEASE);
    assertThat(forge.statuses())
        .hasSize(2)
        .containsOnly("slipway/build QUEUED: queued, next in line, but no builder is running");
    world.pass(Duration.ofMinutes(2));
    assertThat(forge.statuses()).hasSize(2);
  }

  @Test
  void aFaultOfOursIsTriedAgainAndGivenUpInTheEnd() {
    forge.trouble(_ -> {
      throw new IllegalStateException("nobody thought of this");
    });
    world.add(SampleBuilds.push(World.SHOP, MAIN));
    world.tellAll();
    world.pass(Duration.ofMinutes(30));
    assertThat(forge.asked()).isEqualTo(21);
    assertThat(world.reports().problem(World.SHOP))
        .hasValueSatisfying(problem -> assertThat(problem).contains("nobody thought of this"));
  }

  @Test
  void aRolloutIsToldAsStatusAndAsARecordOfTheForge() {
    NewRelease release = SampleReleases.deploy("shop", 1);
    world.store.services().handOver(release);
    world.tellAll();
    world.rollOut(
        List.of(
            new Preparing(),
            new Starting(List.of()),
            new Checking(List.of(), List.of()),
            new Switching(List.of(), 100),
            new Watching(List.of(), 100),
            new Live(List.of())));

    String status = "status " + release.commit() + " slipway/deploy/production ";
    assertThat(forge.heard())
        .containsExactly(
            status + "QUEUED: v1 of shop waits for its turn",
            "deployment new production QUEUED null",
            status + "RUNNING: v1 of shop is being rolled out",
            "deployment dep-1 production RUNNING null",
            status + "SUCCEEDED: v1 of shop is live",
            "deployment dep-1 production SUCCEEDED http://shop.localhost:8000");
  }

  @Test
  void aTokenThatMaySetNoStatusesMayStillKeepDeployments() {
    forge.trouble(request -> {
      if (request.startsWith("status")) {
        throw new dev.slipway.core.account.ForgeException(Kind.FORBIDDEN, "may not", "ask");
      }
    });
    world.store.services().handOver(SampleReleases.deploy("shop", 1));
    world.tellAll();
    assertThat(forge.heard()).containsExactly("deployment new production QUEUED null");
    assertThat(world.reports().problem(World.SHOP)).contains("may not; ask");
  }

  @Test
  void aFailedRolloutOfOneServiceIsNotHiddenByAnotherThatIsLive() {
    NewRelease release = SampleReleases.deploy("shop", 1);
    world.store.services().handOver(release);
    world.store.services().handOver(sameCommit(release));
    world.tellAll();
    Cause cause = new Cause("preparing", "no image", "", List.of());
    world.rollOut(List.of(new Preparing(), new Failed(cause)));
    world.rollOut(
        List.of(
            new Preparing(),
            new Starting(List.of()),
            new Checking(List.of(), List.of()),
            new Switching(List.of(), 100),
            new Watching(List.of(), 100),
            new Live(List.of())));

    CommitStatus status =
        Objects.requireNonNull(forge.shown(release.commit(), "slipway/deploy/production"));
    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.description())
        .isEqualTo("1 of 2 services are live; v1 of shop failed while preparing: no image");
  }

  @Test
  void aPullRequestHasOneCommentFromItsFirstResultOn() {
    GitRef head = new GitRef("refs/pull/7/head");
    Build first = world.add(SampleBuilds.waiting(World.SHOP, head));
    world.tellAll();
    assertThat(comments())
        .containsExactly(
            """
            comment slipway #7 **Slipway: waiting for an approval** · commit `%s` · [build 1](%s)

            It is built after the yes of a member of the repository: \
            [look at it and approve](%s).
            """
                .formatted(first.request().commit().sha().abbreviated(), page(first), page(first)));

    world.store.builds().approve(first.id(), "ada");
    world.tellAll();
    world.run();
    world.tellAll();
    Failure failure = new Failure.StepFailed("`unit` @all", "<img src=x> said the fork", "");
    world.finish(
        first.id(), new BuildState.Failed(1, World.START, World.START.plusSeconds(3), failure));
    world.tellAll();
    assertThat(comments()).hasSize(4);
    assertThat(comments().getLast())
        .contains("**Slipway: failed**", "Step `'unit' @all` failed.")
        .doesNotContain("img");

    Build second = world.add(SampleBuilds.waiting(World.SHOP, head));
    world.tellAll();
    assertThat(comments()).hasSize(5);
    assertThat(comments().getLast()).contains("[build 2](" + page(second));
  }

  @Test
  void noCommentIsWrittenBeforeThereIsAResult() {
    NewBuild fork = SampleBuilds.waiting(World.SHOP, new GitRef("refs/pull/7/head"));
    world.add(SampleBuilds.again(fork, fork.ref()));
    world.tellAll();
    world.run();
    world.tellAll();
    assertThat(forge.statuses()).hasSize(2);
    assertThat(comments()).isEmpty();
  }

  @Test
  void anOlderBuildOfAPullRequestNeverTakesTheCommentBack() {
    GitRef head = new GitRef("refs/pull/7/head");
    Build first = world.add(SampleBuilds.waiting(World.SHOP, head));
    Report late = world.claim().orElseThrow();
    assertThat(late.subject()).isNotNull();
    Build second = world.add(SampleBuilds.waiting(World.SHOP, head));
    world.tellAll();
    world.pass(Reports.LEASE);

    assertThat(comments().getLast()).contains(page(second)).doesNotContain(page(first));
    assertThat(forge.shown(first.request().commit().sha(), "slipway/build"))
        .isNotNull()
        .extracting(CommitStatus::state)
        .isEqualTo(State.CANCELED);
  }

  private List<String> comments() {
    return forge.heard().stream().filter(line -> line.startsWith("comment ")).toList();
  }

  private CommitStatus shown(NewBuild build) {
    return Objects.requireNonNull(forge.shown(build.commit().sha(), "slipway/build"));
  }

  private static String page(Build build) {
    return "https://slipway.example/builds/" + build.id();
  }

  private static NewBuild abbreviated(NewBuild like) {
    CommitSha brief = new CommitSha(like.commit().sha().hex().substring(0, 12));
    return new NewBuild(
        like.id(),
        like.repositoryId(),
        like.repository(),
        like.trigger(),
        like.ref(),
        new Commit(brief, "Ada", "Sell hats"),
        like.pullRequest(),
        null,
        like.by(),
        null,
        like.queuedAt());
  }

  /** Another service that the same build rolls out. */
  private static NewRelease sameCommit(NewRelease like) {
    NewRelease mail = SampleReleases.deploy("mail", 1);
    return new NewRelease(
        mail.deployment(),
        mail.service(),
        new RepositoryId("rep_shop"),
        like.repository(),
        mail.image(),
        mail.spec(),
        Map.of(),
        like.commit(),
        mail.build(),
        1,
        mail.kind(),
        null,
        true,
        "ada",
        "",
        mail.createdAt());
  }
}
