package dev.slipway.core.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.core.build.BuildQueue.GroupPlace;
import dev.slipway.core.build.BuildQueue.Lease;
import dev.slipway.core.build.BuildState.Canceled;
import dev.slipway.core.build.BuildState.Queued;
import dev.slipway.core.build.BuildState.Running;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * In what order every {@link BuildQueue} gives builds out, and what it tells of those that wait.
 */
public abstract class QueueOrderContract extends BuildQueueStage {
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
}
