package dev.slipway.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipway.core.build.BuildQueue.Lease;
import dev.slipway.core.build.BuildState.Canceled;
import dev.slipway.core.build.BuildState.Canceling;
import dev.slipway.core.build.BuildState.Failed;
import dev.slipway.core.build.BuildState.Queued;
import dev.slipway.core.build.BuildState.Running;
import dev.slipway.core.build.BuildState.Skipped;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.SampleReleases;
import java.time.Duration;
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
import org.junit.jupiter.api.Test;

/** What every {@link BuildQueue} does. */
public abstract class BuildQueueContract extends QueueOrderContract {
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

  private static NewRelease release() {
    return SampleReleases.deploy("shop" + SampleBuilds.sha().hex(), 1);
  }

  private static StepReport step(StepReport.Status status) {
    return new StepReport(
        "image", StepReport.Kind.IMAGE, status, START, null, 0, false, List.of("unit", "lint"));
  }
}
