package dev.slipway.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.BuildState.Canceling;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.Labels;
import dev.slipway.core.source.RepositoryId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How every {@link BuildQueue} gives builds to the workers that have what they need. */
public abstract class BuilderLabelsContract {
  private static final WorkerId ADA = new WorkerId("ada");
  private static final WorkerId BOB = new WorkerId("bob");
  private static final Labels GPU = Labels.parse("gpu");

  private BuildStoreFixture store;
  private Builds builds;
  private BuildQueue queue;
  private int branches;

  /** A fresh, empty one. */
  protected abstract BuildStoreFixture freshStore();

  @BeforeEach
  void start() {
    store = freshStore();
    builds = store.builds();
    queue = store.newQueue();
  }

  @Test
  void aBuildGoesToAWorkerThatHasTheLabelsOfItsRepository() throws InterruptedException {
    store.need(new RepositoryId("rep_gpu"), GPU);
    BuildId labelled = builds.add(another("rep_gpu")).id();
    BuildId plain = builds.add(another("rep_a")).id();

    assertThat(claimed(1)).containsExactly(plain);
    assertThat(queue.claim(ADA, Duration.ZERO)).isEmpty();
    BuildQueue able = store.newQueue(GPU.and("linux/arm64"));
    assertThat(able.claim(BOB, Duration.ZERO).map(Build::id)).contains(labelled);
  }

  @Test
  void aWorkerWithLabelsTakesTurnsBetweenAllThatItCanBuild() throws InterruptedException {
    store.need(new RepositoryId("rep_gpu"), GPU);
    BuildId g1 = builds.add(another("rep_gpu")).id();
    BuildId g2 = builds.add(another("rep_gpu")).id();
    BuildId a1 = builds.add(another("rep_a")).id();
    BuildId a2 = builds.add(another("rep_a")).id();
    queue = store.newQueue(GPU);

    assertThat(claimed(4)).containsExactly(g1, a1, g2, a2);
  }

  @Test
  void whatWaitedLongForALabelTakesTurnsWithTheOthersThen() throws InterruptedException {
    store.need(new RepositoryId("rep_gpu"), GPU);
    BuildId g1 = builds.add(another("rep_gpu")).id();
    BuildId g2 = builds.add(another("rep_gpu")).id();
    for (int i = 0; i < 3; i++) {
      builds.add(another("rep_a"));
    }
    claimed(3);
    BuildId a4 = builds.add(another("rep_a")).id();
    BuildId g3 = builds.add(another("rep_gpu")).id();
    BuildQueue able = store.newQueue(GPU);

    assertThat(able.claim(BOB, Duration.ZERO).map(Build::id)).contains(g1);
    List<BuildId> next = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      next.add(able.claim(BOB, Duration.ZERO).orElseThrow().id());
    }
    assertThat(next).containsExactlyInAnyOrder(g2, a4).doesNotContain(g3);
  }

  @Test
  void anotherLabelHoldsForWhatIsQueuedAlready() throws InterruptedException {
    RepositoryId repository = new RepositoryId("rep_gpu");
    store.need(repository, Labels.parse("gqu"));
    BuildId id = builds.add(another("rep_gpu")).id();
    BuildQueue able = store.newQueue(GPU);
    assertThat(able.claim(BOB, Duration.ZERO)).isEmpty();

    store.need(repository, GPU);
    assertThat(able.claim(BOB, Duration.ZERO).map(Build::id)).contains(id);

    BuildId second = builds.add(another("rep_gpu")).id();
    store.need(repository, Labels.NONE);
    assertThat(claim(ADA).id()).isEqualTo(second);
  }

  @Test
  void aLostWorkersBuildIsTakenOverOnlyByOneWithItsLabels() throws InterruptedException {
    store.need(new RepositoryId("rep_gpu"), GPU);
    BuildId id = builds.add(another("rep_gpu")).id();
    BuildQueue able = store.newQueue(GPU);
    assertThat(able.claim(BOB, Duration.ZERO)).isPresent();
    store.expireLease(id);

    assertThat(queue.claim(ADA, Duration.ZERO)).isEmpty();
    assertThat(store.newQueue().claim(BOB, Duration.ZERO)).isEmpty();
    assertThat(store.newQueue(GPU).claim(new WorkerId("eve"), Duration.ZERO).map(Build::id))
        .contains(id);
  }

  @Test
  void anyoneMayEndACanceledBuildOfALostWorker() throws InterruptedException {
    store.need(new RepositoryId("rep_gpu"), GPU);
    BuildId id = builds.add(another("rep_gpu")).id();
    assertThat(store.newQueue(GPU).claim(BOB, Duration.ZERO)).isPresent();
    builds.cancel(id, "grace", "wrong branch");
    store.expireLease(id);

    assertThat(claim(ADA).state()).isInstanceOf(Canceling.class);
  }

  @Test
  void aBuildThatNobodyCanTakeSaysWhy() throws InterruptedException {
    store.need(new RepositoryId("rep_gpu"), GPU);
    Build labelled = builds.add(another("rep_gpu"));
    Build plain = builds.add(another("rep_a"));
    assertThat(obstacle(plain)).hasValue("no builder is running");

    assertThat(claim(ADA).id()).isEqualTo(plain.id());
    assertThat(obstacle(labelled)).hasValue("no builder has the label gpu");
    assertThat(ahead(labelled)).hasValue(0);

    assertThat(store.newQueue(GPU.and("arm64")).claim(BOB, Duration.ZERO)).isPresent();
    Build next = builds.add(another("rep_gpu"));
    assertThat(obstacle(next)).isEmpty();
    store.silence(BOB);
    assertThat(obstacle(next)).hasValue("no builder has the label gpu");
  }

  @Test
  void onlyThoseAreAheadThatTheSameWorkersCouldTake() throws InterruptedException {
    store.need(new RepositoryId("rep_gpu"), GPU);
    assertThat(queue.claim(ADA, Duration.ZERO)).isEmpty();
    builds.add(another("rep_gpu"));
    Build plain = builds.add(another("rep_a"));
    assertThat(ahead(plain)).hasValue(0);

    assertThat(store.newQueue(GPU).claim(BOB, Duration.ZERO)).isPresent();
    builds.add(another("rep_gpu"));
    Build second = builds.add(another("rep_b"));
    Build third = builds.add(another("rep_gpu"));
    assertThat(ahead(second)).hasValue(1);
    assertThat(ahead(third)).hasValue(3);
  }

  private Optional<String> obstacle(Build build) {
    return queue.place(build.id()).map(QueuePlace::obstacle);
  }

  private Optional<Integer> ahead(Build build) {
    return queue.place(build.id()).map(QueuePlace::ahead);
  }

  private NewBuild another(String repository) {
    return SampleBuilds.push(new RepositoryId(repository), GitRef.ofBranch("branch-" + ++branches));
  }

  private List<BuildId> claimed(int count) throws InterruptedException {
    List<BuildId> claimed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      claimed.add(claim(ADA).id());
    }
    return claimed;
  }

  private Build claim(WorkerId worker) throws InterruptedException {
    return queue.claim(worker, Duration.ZERO).orElseThrow();
  }
}
