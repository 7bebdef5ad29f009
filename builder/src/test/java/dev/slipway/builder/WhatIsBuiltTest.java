package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.NameFilter;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.When;
import dev.slipway.core.source.Commit;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a build comes to anything, and how far what it makes may go. */
@Timeout(60)
class WhatIsBuiltTest {
  private static final When NOT_DOCS =
      new When(Set.of(), NameFilter.ALL, NameFilter.ALL, NameFilter.of(List.of("!docs/**")));
  private static final CommitSha BASE = new CommitSha("1a2b3c4".repeat(5) + "1a2b3");
  private static final GitRef FEATURE = GitRef.ofBranch("feature");

  private final Fixture fixture = new Fixture();

  @Test
  void whatTheFileDoesNotWantIsSkippedAndNothingRuns() throws Exception {
    Build first = carryOut(fixture.queue(SampleBuilds.MAIN, Trigger.PUSH));
    when(NOT_DOCS);
    changedSince(first.request().commit().sha(), "docs/a.md");
    Build skipped = carryOut(fixture.queue(SampleBuilds.MAIN, Trigger.PUSH));
    assertThat(skipped.state())
        .isInstanceOfSatisfying(
            BuildState.Skipped.class,
            state ->
                assertThat(state.reason())
                    .startsWith(
                        "the only changed path, docs/a.md, matches path.exclude docs/**; nothing"
                            + " to build since "
                            + first.request().commit().sha().abbreviated()));
    assertThat(skipped.steps())
        .extracting(StepReport::name, StepReport::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("checkout", Status.SUCCEEDED),
            org.assertj.core.groups.Tuple.tuple("pipeline", Status.SUCCEEDED));
    assertThat(fixture.log(skipped)).anyMatch(line -> line.startsWith("Skipped: "));
    assertThat(fixture.orders).hasSize(1);
    assertThat(fixture.released).hasSize(1);
  }

  @Test
  void whatASkippedBuildLeftOutCountsAgainForTheNext() throws Exception {
    Build first = carryOut(fixture.queue(SampleBuilds.MAIN, Trigger.PUSH));
    when(NOT_DOCS);
    CommitSha built = first.request().commit().sha();
    changedSince(built, "docs/a.md");
    carryOut(fixture.queue(SampleBuilds.MAIN, Trigger.PUSH));
    changedSince(built, "docs/a.md", "src/a.java");
    Build last = carryOut(fixture.queue(SampleBuilds.MAIN, Trigger.PUSH));
    assertThat(last.state()).isInstanceOf(BuildState.Succeeded.class);
    assertThat(fixture.log(last))
        .anyMatch(line -> line.contains("1 of 2 changed paths since " + built.abbreviated()));
  }

  @Test
  void aNewBranchIsComparedWithWhereItLeftTheDefaultBranch() throws Exception {
    when(NOT_DOCS);
    fixture.mergeBases.put(SampleBuilds.MAIN, BASE);
    changedSince(BASE, "docs/a.md");
    assertThat(carryOut(fixture.queue(FEATURE, Trigger.PUSH)).state())
        .isInstanceOf(BuildState.Skipped.class);
    changedSince(BASE, "src/a.java");
    assertThat(carryOut(fixture.queue(FEATURE, Trigger.PUSH)).state())
        .isInstanceOf(BuildState.Succeeded.class);
  }

  @Test
  void aPullRequestIsComparedWithWhereItLeftItsTargetAlsoWhenItWasBuiltBefore() throws Exception {
    carryOut(fixture.queuePullRequest(false, Trigger.PULL_REQUEST));
    when(NOT_DOCS);
    fixture.mergeBases.put(SampleBuilds.MAIN, BASE);
    changedSince(BASE, "docs/a.md");
    assertThat(carryOut(fixture.queuePullRequest(false, Trigger.PULL_REQUEST)).state())
        .isInstanceOf(BuildState.Skipped.class);
  }

  @Test
  void whereThereIsNothingToCompareWithEverythingIsBuilt() throws Exception {
    when(NOT_DOCS);
    Build first = carryOut(fixture.queue(SampleBuilds.MAIN, Trigger.PUSH));
    assertThat(fixture.log(first))
        .contains("Holds: every path counts as changed, since no commit of main was built before");
    Build unrelated = carryOut(fixture.queue(FEATURE, Trigger.PUSH));
    assertThat(fixture.log(unrelated)).anyMatch(line -> line.contains("there is no branch main"));
    Build forced = carryOut(fixture.queue(SampleBuilds.MAIN, Trigger.PUSH));
    assertThat(fixture.log(forced)).anyMatch(line -> line.contains("is not to be had any more"));
    assertThat(fixture.orders).hasSize(3);
  }

  @Test
  void aPushThatWasFoundByAskingIsSkippedWhenItsMessageSaysSo() throws Exception {
    fixture.message = "Typo [ci skip]";
    Build found = carryOut(untold(Trigger.RECONCILIATION));
    assertThat(found.state())
        .isInstanceOfSatisfying(
            BuildState.Skipped.class,
            state -> assertThat(state.reason()).isEqualTo("the commit's message says [ci skip]"));
    assertThat(fixture.orders).isEmpty();
    assertThat(carryOut(untold(Trigger.RETRY)).state()).isInstanceOf(BuildState.Succeeded.class);
  }

  @Test
  void theFullNameOfTheCommitIsWhatIsReleased() throws Exception {
    carryOut(fixture.queue(SampleBuilds.MAIN, Trigger.PUSH));
    assertThat(fixture.released.getFirst().commit()).isEqualTo(Fixture.COMMIT);
  }

  /** A retry keeps the pull request, whatever its trigger says. */
  @ParameterizedTest
  @EnumSource(
      value = Trigger.class,
      names = {"PULL_REQUEST", "RETRY", "REBUILD", "MANUAL", "RECONCILIATION"})
  void aForksPullRequestFromABranchCalledMainNeitherDeploysNorMovesATagOfMain(Trigger trigger)
      throws Exception {
    Build build = carryOut(fixture.queuePullRequest(true, trigger));
    assertThat(build.state()).isInstanceOf(BuildState.Succeeded.class);
    assertThat(fixture.opened.getFirst().url())
        .isEqualTo(URI.create("https://git.example.com/stranger/shop.git"));
    assertThat(fixture.released).isEmpty();
    assertThat(fixture.orders)
        .singleElement()
        .satisfies(order -> {
          assertThat(order.tags()).containsExactly("pr-7", "pr-7-abababa");
          assertThat(order.fromFork()).isTrue();
        });
    assertThat(fixture.log(build))
        .anyMatch(line -> line.startsWith("A pull request does not deploy shop"))
        .anyMatch(line -> line.startsWith("From a fork: no secrets"));
  }

  @Test
  void aPullRequestOfTheRepositoryItselfHasTagsOfItsOwnButIsNoStrangers() throws Exception {
    carryOut(fixture.queuePullRequest(false, Trigger.PULL_REQUEST));
    assertThat(fixture.released).isEmpty();
    assertThat(fixture.orders)
        .singleElement()
        .satisfies(order -> {
          assertThat(order.tags()).containsExactly("pr-7", "pr-7-abababa");
          assertThat(order.fromFork()).isFalse();
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"refs/pull/7/head", "refs/merge-requests/7/head", "refs/notes/commits"})
  void aRefThatIsNoBranchAndNoTagIsTrustedAsLittleAsAFork(String ref) throws Exception {
    carryOut(fixture.queue(new GitRef(ref), Trigger.MANUAL));
    assertThat(fixture.released).isEmpty();
    assertThat(fixture.orders)
        .singleElement()
        .satisfies(order -> {
          assertThat(order.tags()).containsExactly("pr-0-abababa");
          assertThat(order.fromFork()).isTrue();
        });
  }

  @Test
  void aBranchCannotTakeTheTagOfAPullRequestOrOfACache() throws Exception {
    fixture.reading =
        new Reading.Valid(
            new Pipeline(
                "shop",
                List.of(),
                Duration.ofMinutes(30),
                List.of(Fixture.WEB),
                List.of("pr-7", "inputs-0", "slipway-cache-main-1", "pr-7-0123456", "pr-fix"),
                List.of()));
    Build build = carryOut(fixture.queue(GitRef.ofBranch("pr-7"), Trigger.PUSH));
    assertThat(fixture.orders.getFirst().tags()).containsExactly("pr-fix");
    assertThat(fixture.log(build)).anyMatch(line -> line.startsWith("The tag pr-7 is left out"));
  }

  private void when(When... entries) {
    fixture.reading =
        new Reading.Valid(
            Fixture.pipeline(List.of(entries), List.of(Fixture.WEB), List.of(Fixture.DEPLOY)));
  }

  private void changedSince(CommitSha base, String... paths) {
    fixture.changed.put(base, List.of(paths));
  }

  /** Queues a build of whose commit nobody told the message. */
  private Build untold(Trigger trigger) {
    NewBuild like = SampleBuilds.of(SampleBuilds.SHOP, SampleBuilds.MAIN, trigger);
    return fixture
        .store
        .builds()
        .add(
            new NewBuild(
                like.id(),
                like.repositoryId(),
                like.repository(),
                trigger,
                like.ref(),
                new Commit(like.commit().sha(), "", ""),
                null,
                null,
                like.by(),
                null,
                like.queuedAt()));
  }

  private Build carryOut(Build queued) throws InterruptedException {
    BuildRecords records = new BuildRecords(fixture.store.queue(), fixture.store.logs());
    new BuildAttempts(records, fixture.repositories, fixture.run, fixture.clock)
        .carryOut(fixture.claimed(fixture.store.queue()), new Cancellation());
    return fixture.store.builds().find(queued.id()).orElseThrow();
  }
}
