package dev.slipway.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.core.build.BuildQueue.GroupPlace;
import dev.slipway.core.build.BuildQueue.Lease;
import dev.slipway.core.build.BuildState.Canceled;
import dev.slipway.core.build.BuildState.Canceling;
import dev.slipway.core.build.BuildState.Failed;
import dev.slipway.core.build.BuildState.Queued;
import dev.slipway.core.build.BuildState.Running;
import dev.slipway.core.build.BuildState.Skipped;
import dev.slipway.core.build.BuildState.Succeeded;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link BuildQueue} does. */
public abstract class BuildQueueContract {
  private static final WorkerId ADA = new WorkerId("ada");
  private static final WorkerId BOB = new WorkerId("bob");
  private static final Instant START = Instant.parse("2026-03-14T15:09:27Z");
  private static final Instant END = Instant.parse("2026-03-14T15:10:00Z");

  private BuildStoreFixture store;
  private Builds builds;
  private BuildQueue queue;

  /** A fresh, empty one. */
  protected abstract BuildStoreFixture freshStore();

  @BeforeEach
  void start() {
    store = freshStore();
    builds = store.builds();
    queue = store.newQueue();
  }

  @Test
  void anEmptyQueueGivesNothing() throws InterruptedException {
    assertThat(queue.claim(ADA, Duration.ZERO)).isEmpty();
  }

  @Test
  void aClaimedBuildRunsInItsFirstAttempt() throws InterruptedException {
    Build added = builds.add(SampleBuilds.alone());
    Build claimed = claim(ADA);
    assertThat(claimed.request()).isEqualTo(added.request());
    assertThat(claimed.state())
        .isInstanceOfSatisfying(
            Running.class,
            running -> {
              assertThat(running.worker()).isEqualTo(ADA);
              assertThat(running.attempt()).isEqualTo(1);
            });
    assertThat(claimed.revision()).isGreaterThan(added.revision());
    assertThat(builds.find(added.id())).contains(claimed);
  }

  @Test
  void buildsAreGivenOutInTheirOrderAndOnce() throws InterruptedException {
    List<BuildId> added =
        IntStream.range(0, 5).mapToObj(_ -> builds.add(SampleBuilds.alone()).id()).toList();
    for (BuildId id : added) {
      assertThat(claim(ADA).id()).isEqualTo(id);
    }
    assertThat(queue.claim(ADA, Duration.ZERO)).isEmpty();
    assertThat(store.newQueue().claim(BOB, Duration.ZERO)).isEmpty();
  }

  @Test
  void threadsOfOneWorkerNeverGetTheSameBuild() throws Exception {
    IntStream.range(0, 40).forEach(_ -> builds.add(SampleBuilds.alone()));
    Set<BuildId> seen = ConcurrentHashMap.newKeySet();
    Callable<Integer> claimAll =
        () -> {
          int claimed = 0;
          for (Optional<Build> next = queue.claim(ADA, Duration.ZERO);
              next.isPresent();
              next = queue.claim(ADA, Duration.ZERO)) {
            assertThat(next.get().state().attempt()).isEqualTo(1);
            assertThat(seen.add(next.get().id())).isTrue();
            claimed++;
          }
          return claimed;
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int total = 0;
      for (Future<Integer> part : threads.invokeAll(List.of(claimAll, claimAll, claimAll))) {
        total += part.get();
      }
      assertThat(total).isEqualTo(40);
    }
  }

  @Test
  void aWorkerThatWaitsIsGivenTheNextBuild() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<Build>> waiting =
          threads.submit(() -> queue.claim(ADA, Duration.ofSeconds(20)));
      Build added = builds.add(SampleBuilds.alone());
      assertThat(waiting.get(10, TimeUnit.SECONDS).map(Build::id)).contains(added.id());
    }
  }

  @Test
  void aWorkerThatWaitsCanBeInterrupted() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<Build>> waiting =
          threads.submit(() -> queue.claim(ADA, Duration.ofSeconds(60)));
      waiting.cancel(true);
    }
    Build added = builds.add(SampleBuilds.alone());
    assertThat(claim(BOB).id()).isEqualTo(added.id());
  }

  @Test
  void anAbandonedBuildIsTakenOverWithTheNextAttemptAndTheOldOneCannotWrite()
      throws InterruptedException {
    BuildId id = addAndClaim(ADA).id();
    queue.report(id, 1, List.of(step(StepReport.Status.RUNNING)));
    BuildQueue other = store.newQueue();
    assertThat(other.claim(BOB, Duration.ZERO)).isEmpty();

    store.expireLease(id);
    Build taken = other.claim(BOB, Duration.ZERO).orElseThrow();

    assertThat(taken.id()).isEqualTo(id);
    assertThat(taken.state())
        .isInstanceOfSatisfying(Running.class, it -> assertThat(it.worker()).isEqualTo(BOB));
    assertThat(taken.state().attempt()).isEqualTo(2);
    assertThat(taken.steps()).isEmpty();
    assertThat(queue.renew(id, 1)).isEqualTo(Lease.LOST);
    assertThat(queue.report(id, 1, List.of(step(StepReport.Status.SUCCEEDED)))).isFalse();
    assertThat(queue.finish(id, 1, succeeded(1), List.of(release()), Duration.ZERO)).isEmpty();
    assertThat(builds.find(id)).contains(taken);
    assertThat(other.renew(id, 2)).isEqualTo(Lease.KEPT);
  }

  @Test
  void aRestartedWorkerGetsItsBuildsBackAtOnce() throws InterruptedException {
    BuildId id = addAndClaim(ADA).id();
    Build back = store.newQueue().claim(ADA, Duration.ZERO).orElseThrow();
    assertThat(back.id()).isEqualTo(id);
    assertThat(back.state().attempt()).isEqualTo(2);
    assertThat(queue.renew(id, 1)).isEqualTo(Lease.LOST);
  }

  @Test
  void aRenewedLeaseIsNotTakenOver() throws InterruptedException {
    BuildId id = addAndClaim(ADA).id();
    store.expireLease(id);
    assertThat(queue.renew(id, 1)).isEqualTo(Lease.KEPT);
    assertThat(store.newQueue().claim(BOB, Duration.ZERO)).isEmpty();
  }

  @Test
  void reportedStepsAreKept() throws InterruptedException {
    BuildId id = addAndClaim(ADA).id();
    List<StepReport> steps = List.of(step(StepReport.Status.SUCCEEDED));
    assertThat(queue.report(id, 1, steps)).isTrue();
    assertThat(queue.report(id, 1, steps)).isTrue();
    assertThat(builds.find(id).orElseThrow().steps()).isEqualTo(steps);
  }

  @Test
  void aSuccessEndsTheBuildAndHandsItsReleasesOver() throws InterruptedException {
    BuildId id = addAndClaim(ADA).id();
    NewRelease release = release();
    assertThat(queue.finish(id, 1, succeeded(1), List.of(release), Duration.ZERO))
        .contains(List.of(release.deployment()));
    Build ended = builds.find(id).orElseThrow();
    assertThat(ended.state()).isEqualTo(succeeded(1));
    assertThat(ended.deployments()).containsExactly(release.deployment());
    assertThat(queue.claim(ADA, Duration.ZERO)).isEmpty();
    assertThat(queue.renew(id, 1)).isEqualTo(Lease.LOST);
    assertThat(queue.report(id, 1, List.of())).isFalse();
  }

  @Test
  void finishingAgainGetsTheSameAnswerAndChangesNothing() throws InterruptedException {
    BuildId id = addAndClaim(ADA).id();
    List<NewRelease> releases = List.of(release(), release());
    var first = queue.finish(id, 1, succeeded(1), releases, Duration.ZERO);
    Optional<Build> ended = builds.find(id);
    assertThat(queue.finish(id, 1, succeeded(1), releases, Duration.ZERO)).isEqualTo(first);
    assertThat(builds.find(id)).isEqualTo(ended);
  }

  @Test
  void everyOtherEndIsKeptAsGiven() throws InterruptedException {
    List<BuildState> ends =
        List.of(
            new Failed(1, START, END, new Failure.StepFailed("image", "exit code 1", "look up")),
            new Failed(1, START, END, new Failure.TimedOut("image", Duration.ofMinutes(30))),
            new Skipped(1, START, END, "only docs changed"),
            new Canceled(1, START, END, "slipway", "the server is being stopped"));
    for (BuildState end : ends) {
      BuildId id = addAndClaim(ADA).id();
      assertThat(queue.finish(id, 1, end, List.of(), Duration.ZERO)).contains(List.of());
      assertThat(builds.find(id).orElseThrow().state()).isEqualTo(end);
    }
  }

  @Test
  void aBuildThatFailedByOurFaultIsTriedAgainAtOnceWhereThereIsNoDelay()
      throws InterruptedException {
    BuildId id = addAndClaim(ADA).id();
    Queued again = new Queued(1, "the engine was away");
    assertThat(queue.finish(id, 1, again, List.of(), Duration.ZERO)).contains(List.of());
    assertThat(builds.find(id).orElseThrow().state()).isEqualTo(again);
    assertThat(claim(BOB).state().attempt()).isEqualTo(2);
  }

  @Test
  void aDelayedRetryIsGivenOutWhenItIsDue() throws InterruptedException {
    BuildId id = addAndClaim(ADA).id();
    queue.finish(id, 1, new Queued(1, "the engine was away"), List.of(), Duration.ofMinutes(5));
    assertThat(queue.claim(ADA, Duration.ZERO)).isEmpty();
    assertThat(queue.place(id)).isEmpty();
    store.expireDelay(id);
    assertThat(claim(ADA).state().attempt()).isEqualTo(2);
  }

  @Test
  void aCanceledBuildIsNotGivenOut() throws InterruptedException {
    Build first = builds.add(SampleBuilds.alone());
    Build second = builds.add(SampleBuilds.alone());
    builds.cancel(first.id(), "ada", "typo");
    assertThat(claim(ADA).id()).isEqualTo(second.id());
    assertThat(queue.claim(ADA, Duration.ZERO)).isEmpty();
  }

  @Test
  void aRunningBuildLearnsThatItIsToStopAndEndsAsCanceledWhateverItSays()
      throws InterruptedException {
    Build running = addAndClaim(ADA);
    BuildId id = running.id();
    builds.cancel(id, "grace", "wrong branch");
    assertThat(queue.renew(id, 1)).isEqualTo(Lease.CANCEL);
    assertThat(queue.finish(id, 1, succeeded(1), List.of(release()), Duration.ZERO))
        .contains(List.of());
    assertThat(builds.find(id).orElseThrow().state())
        .isInstanceOfSatisfying(
            Canceled.class,
            canceled -> {
              assertThat(canceled.attempt()).isEqualTo(1);
              assertThat(canceled.startedAt()).isEqualTo(((Running) running.state()).startedAt());
              assertThat(canceled.by()).isEqualTo("grace");
              assertThat(canceled.because()).isEqualTo("wrong branch");
            });
  }

  @Test
  void aCancelingBuildOfADeadWorkerIsTakenOverOnlyToEndIt() throws InterruptedException {
    BuildId id = addAndClaim(ADA).id();
    builds.cancel(id, "grace", "wrong branch");
    store.expireLease(id);
    Build taken = store.newQueue().claim(BOB, Duration.ZERO).orElseThrow();
    assertThat(taken.state())
        .isInstanceOfSatisfying(
            Canceling.class,
            canceling -> {
              assertThat(canceling.worker()).isEqualTo(BOB);
              assertThat(canceling.attempt()).isEqualTo(2);
              assertThat(canceling.by()).isEqualTo("grace");
            });
    assertThat(queue.renew(id, 1)).isEqualTo(Lease.LOST);
  }

  @Test
  void thePlaceCountsThoseAhead() throws InterruptedException {
    Build first = builds.add(SampleBuilds.alone());
    Build second = builds.add(SampleBuilds.alone());
    assertThat(ahead(first)).hasValue(0);
    assertThat(ahead(second)).hasValue(1);
    claim(ADA);
    assertThat(ahead(first)).isEmpty();
    assertThat(ahead(second)).hasValue(0);
    assertThat(queue.place(new BuildId("bld_none"))).isEmpty();
  }

  private Optional<Integer> ahead(Build build) {
    return queue.place(build.id()).map(QueuePlace::ahead);
  }

  @Test
  void thePlaceKnowsHowLongBuildsOfTheRepositoryTake() throws InterruptedException {
    Build done = builds.add(SampleBuilds.push(SampleBuilds.SHOP, SampleBuilds.MAIN));
    claim(ADA);
    Build waiting = builds.add(SampleBuilds.push(SampleBuilds.SHOP, GitRef.ofBranch("shoes")));
    assertThat(queue.place(waiting.id()).orElseThrow().expectedWait()).isEmpty();
    queue.finish(done.id(), 1, succeeded(1), List.of(), Duration.ZERO);
    claim(ADA);
    Build next = builds.add(SampleBuilds.push(SampleBuilds.SHOP, GitRef.ofBranch("hats")));

    QueuePlace place = queue.place(next.id()).orElseThrow();

    assertThat(place).isEqualTo(new QueuePlace(0, 1, Duration.between(START, END)));
    assertThat(place.expectedWait()).hasValue(Duration.between(START, END).dividedBy(2));
  }

  @Test
  void theSnapshotTellsWhoWaitsForWhat() throws InterruptedException {
    assertThat(queue.snapshot())
        .isEqualTo(new QueueSnapshot(List.of(), List.of(), List.of(), List.of()));
    Build runs = addAndClaim(ADA);
    BuildId failed = addAndClaim(ADA).id();
    queue.finish(failed, 1, new Queued(1, "the engine was away"), List.of(), Duration.ofMinutes(5));
    Build a1 = builds.add(another("rep_a"));
    Build a2 = builds.add(another("rep_a"));
    Build b1 = builds.add(another("rep_b"));

    QueueSnapshot seen = queue.snapshot();

    assertThat(seen.builders()).hasSize(1);
    assertThat(seen.running())
        .extracting(QueueSnapshot.Running::id, QueueSnapshot.Running::number)
        .containsExactly(tuple(runs.id(), runs.number()));
    assertThat(seen.running().getFirst().startedAt())
        .isEqualTo(((Running) runs.state()).startedAt());
    assertThat(seen.line())
        .extracting(QueueSnapshot.InLine::id)
        .containsExactly(a1.id(), b1.id(), a2.id());
    assertThat(seen.delayed()).extracting(QueueSnapshot.Delayed::id).containsExactly(failed);
    assertThat(List.of(claim(ADA).id(), claim(ADA).id(), claim(ADA).id()))
        .containsExactly(a1.id(), b1.id(), a2.id());
  }

  @Test
  void theSnapshotKnowsHowLongBuildsTakeAndWhichOneHoldsAnotherUp() throws InterruptedException {
    Build done = builds.add(SampleBuilds.push(SampleBuilds.SHOP, SampleBuilds.MAIN));
    claim(ADA);
    queue.finish(done.id(), 1, succeeded(1), List.of(), Duration.ZERO);
    BuildId first = builds.add(SampleBuilds.push(SampleBuilds.SHOP, GitRef.ofBranch("a"))).id();
    claim(ADA);
    BuildId second = builds.add(SampleBuilds.push(SampleBuilds.SHOP, GitRef.ofBranch("b"))).id();
    claim(BOB);
    queue.enter(first, 1, "main", false);
    queue.enter(second, 1, "main", false);

    assertThat(queue.snapshot().running())
        .extracting(QueueSnapshot.Running::typical)
        .containsOnly(Duration.between(START, END));
    assertThat(heldBy(second)).hasValue(2L);
    assertThat(heldBy(first)).isEmpty();
    queue.finish(first, 1, succeeded(1), List.of(), Duration.ZERO);
    queue.enter(second, 1, "main", false);
    assertThat(heldBy(second)).isEmpty();
  }

  private Optional<Long> heldBy(BuildId id) {
    return queue.snapshot().running().stream()
        .filter(running -> running.id().equals(id))
        .findFirst()
        .map(QueueSnapshot.Running::heldBy);
  }

  @Test
  void repositoriesTakeTurns() throws InterruptedException {
    Build a1 = builds.add(another("rep_a"));
    Build a2 = builds.add(another("rep_a"));
    Build a3 = builds.add(another("rep_a"));
    Build b1 = builds.add(another("rep_b"));
    assertThat(ahead(b1)).hasValue(1);
    assertThat(ahead(a2)).hasValue(2);
    assertThat(ahead(a3)).hasValue(3);

    assertThat(claimed(4)).containsExactly(a1.id(), b1.id(), a2.id(), a3.id());
  }

  @Test
  void aRepositoryThatComesBackDoesNotGetAheadOfOneThatWaits() throws InterruptedException {
    Build a1 = builds.add(another("rep_a"));
    Build a2 = builds.add(another("rep_a"));
    Build b1 = builds.add(another("rep_b"));
    assertThat(claimed(2)).containsExactly(a1.id(), b1.id());
    Build b2 = builds.add(another("rep_b"));
    assertThat(claimed(2)).containsExactly(a2.id(), b2.id());
  }

  @Test
  void whatAPersonAskedForGoesFirstAndPullRequestsLast() throws InterruptedException {
    Build pullRequest = builds.add(triggered(Trigger.PULL_REQUEST));
    Build pushed = builds.add(triggered(Trigger.PUSH));
    Build asked = builds.add(triggered(Trigger.MANUAL));
    assertThat(claimed(3)).containsExactly(asked.id(), pushed.id(), pullRequest.id());
  }

  @Test
  void oneBuildOfAConcurrencyGroupRunsAtATime() throws InterruptedException {
    BuildId first = builds.add(another("rep_a")).id();
    BuildId second = builds.add(another("rep_a")).id();
    BuildId elsewhere = builds.add(another("rep_b")).id();
    claimed(3);

    assertThat(queue.enter(first, 1, "main", false)).isEqualTo(new GroupPlace.Entered());
    assertThat(queue.enter(first, 1, "main", false)).isEqualTo(new GroupPlace.Entered());
    assertThat(queue.enter(second, 1, "main", false)).isEqualTo(new GroupPlace.Taken(1, false));
    assertThat(queue.enter(second, 1, "other", false)).isEqualTo(new GroupPlace.Entered());
    assertThat(queue.enter(elsewhere, 1, "main", false)).isEqualTo(new GroupPlace.Entered());
    assertThat(queue.enter(first, 2, "main", false)).isEqualTo(new GroupPlace.Lost());

    queue.finish(first, 1, succeeded(1), List.of(), Duration.ZERO);
    assertThat(queue.enter(second, 1, "main", false)).isEqualTo(new GroupPlace.Entered());
  }

  @Test
  void aNewerBuildOfAGroupMayStopTheOlderOneButNotTheOtherWayAround() throws InterruptedException {
    BuildId older = builds.add(another("rep_a")).id();
    BuildId newer = builds.add(another("rep_a")).id();
    claimed(2);
    queue.enter(older, 1, "main", true);

    assertThat(queue.enter(newer, 1, "main", true)).isEqualTo(new GroupPlace.Taken(1, false));
    assertThat(queue.renew(older, 1)).isEqualTo(Lease.CANCEL);
    queue.finish(older, 1, succeeded(1), List.of(), Duration.ZERO);
    assertThat(builds.find(older).orElseThrow().state())
        .isInstanceOfSatisfying(
            Canceled.class,
            canceled ->
                assertThat(canceled.because())
                    .isEqualTo("superseded by build 2 of the same concurrency group"));

    assertThat(queue.enter(newer, 1, "main", true)).isEqualTo(new GroupPlace.Entered());
    BuildId late = builds.add(another("rep_a")).id();
    claimed(1);
    assertThat(queue.enter(late, 1, "main", false)).isEqualTo(new GroupPlace.Taken(2, false));
    assertThat(queue.renew(newer, 1)).isEqualTo(Lease.KEPT);
  }

  @Test
  void whoTakesOverABuildKeepsItsPlaceInTheGroup() throws InterruptedException {
    BuildId first = builds.add(another("rep_a")).id();
    claimed(1);
    queue.enter(first, 1, "main", false);
    store.expireLease(first);
    assertThat(store.newQueue().claim(BOB, Duration.ZERO).map(Build::id)).contains(first);
    BuildId second = builds.add(another("rep_a")).id();
    claimed(1);

    assertThat(queue.enter(second, 1, "main", false)).isEqualTo(new GroupPlace.Taken(1, false));
    assertThat(queue.enter(first, 2, "main", false)).isEqualTo(new GroupPlace.Entered());
  }

  private int branches;

  private NewBuild another(String repository) {
    return SampleBuilds.push(new RepositoryId(repository), GitRef.ofBranch("branch-" + ++branches));
  }

  private static NewBuild triggered(Trigger by) {
    GitRef ref = GitRef.ofBranch(by.id());
    return by == Trigger.PULL_REQUEST
        ? SampleBuilds.ofPullRequest(SampleBuilds.SHOP, ref)
        : SampleBuilds.of(SampleBuilds.SHOP, ref, by);
  }

  private List<BuildId> claimed(int count) throws InterruptedException {
    List<BuildId> claimed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      claimed.add(claim(ADA).id());
    }
    return claimed;
  }

  @Test
  void anAttemptCannotEndInAStateThatIsNoEndOfIt() throws InterruptedException {
    BuildId id = addAndClaim(ADA).id();
    List<BuildState> wrong =
        List.of(new Running(ADA, 2, START), succeeded(2), new BuildState.Waiting("a maintainer"));
    for (BuildState state : wrong) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> queue.finish(id, 1, state, List.of(), Duration.ZERO));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> queue.finish(id, 1, new Queued(1, ""), List.of(release()), Duration.ZERO));
  }

  @Test
  void anUnknownBuildHasNoLease() {
    BuildId none = new BuildId("bld_none");
    assertThat(queue.renew(none, 1)).isEqualTo(Lease.LOST);
    assertThat(queue.report(none, 1, List.of())).isFalse();
    assertThat(queue.finish(none, 1, succeeded(1), List.of(), Duration.ZERO)).isEmpty();
  }

  private Build addAndClaim(WorkerId worker) throws InterruptedException {
    builds.add(SampleBuilds.alone());
    return claim(worker);
  }

  private Build claim(WorkerId worker) throws InterruptedException {
    return queue.claim(worker, Duration.ZERO).orElseThrow();
  }

  private static Succeeded succeeded(int attempt) {
    ImageReference image =
        new ImageReference("127.0.0.1:5000/acme/shop", "sha256:" + "a".repeat(64));
    return new Succeeded(
        attempt, START, END, List.of(new BuiltImage("web", image, 1234, List.of(8080), true)));
  }

  private static NewRelease release() {
    return SampleReleases.deploy("shop" + SampleBuilds.sha().hex(), 1);
  }

  private static StepReport step(StepReport.Status status) {
    return new StepReport(
        "image", StepReport.Kind.IMAGE, status, START, null, 0, false, List.of("unit", "lint"));
  }
}
