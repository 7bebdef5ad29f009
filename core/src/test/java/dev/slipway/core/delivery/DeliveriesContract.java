package dev.slipway.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Page;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState.Status;
import dev.slipway.core.build.BuildStoreFixture;
import dev.slipway.core.build.Builds;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.delivery.Acceptance.Ending;
import dev.slipway.core.delivery.Acceptance.HeadMove;
import dev.slipway.core.delivery.Deliveries.Outcome;
import dev.slipway.core.delivery.Deliveries.Outcome.Accepted;
import dev.slipway.core.delivery.Deliveries.Outcome.Duplicate;
import dev.slipway.core.delivery.Deliveries.Outcome.HeadsMoved;
import dev.slipway.core.source.CommitSha;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Deliveries} does. */
public abstract class DeliveriesContract {
  private static final RepositoryId SHOP = SampleBuilds.SHOP;
  private static final GitRef MAIN = SampleBuilds.MAIN;
  private static final GitRef OTHER = GitRef.ofBranch("other");

  private Deliveries deliveries;
  private Builds builds;

  /** A fresh, empty one. */
  protected abstract BuildStoreFixture freshStore();

  @BeforeEach
  void start() {
    BuildStoreFixture store = freshStore();
    deliveries = store.deliveries();
    builds = store.builds();
  }

  @Test
  void anAcceptedDeliveryIsKeptWithItsBuildAndItsHead() {
    NewBuild build = SampleBuilds.push(SHOP, MAIN);
    Delivery delivery = SampleBuilds.delivery(build, "1");
    assertThat(accept(delivery, build, Map.of())).isEqualTo(new Accepted(delivery));
    assertThat(deliveries.find(delivery.id())).contains(delivery);
    assertThat(builds.find(build.id()).map(Build::request)).contains(build);
    assertThat(deliveries.heads(SHOP, List.of(MAIN, OTHER)))
        .isEqualTo(Map.of(MAIN, headOf(build)))
        .isEqualTo(deliveries.heads(SHOP));
    assertThat(deliveries.heads(new RepositoryId("rep_blog"), List.of(MAIN))).isEmpty();
  }

  @Test
  void aDeliveryWithoutBuildsIsKeptToo() {
    Delivery ignored = SampleBuilds.delivery(SampleBuilds.push(SHOP, MAIN), "1");
    assertThat(deliveries.accept(new Acceptance(ignored, List.of(), List.of(), List.of())))
        .isEqualTo(new Accepted(ignored));
    assertThat(deliveries.find(ignored.id())).contains(ignored);
    assertThat(deliveries.heads(SHOP, List.of(MAIN))).isEmpty();
  }

  @Test
  void theSameDeliveryIdOfTheSameHookGetsTheFirstResultAndStartsNothing() {
    Delivery first = acceptPush(MAIN, "1");
    NewBuild again = SampleBuilds.push(SHOP, MAIN);
    Outcome outcome = deliveries.accept(SampleBuilds.acceptance(again, "1", headsOfMain()));
    assertThat(outcome).isEqualTo(new Duplicate(first));
    assertThat(builds.find(again.id())).isEmpty();
  }

  @Test
  void theSameDeliveryIdOfAnotherHookIsAnotherDelivery() {
    acceptPush(MAIN, "1");
    NewBuild elsewhere = SampleBuilds.push(new RepositoryId("rep_blog"), MAIN);
    assertThat(deliveries.accept(SampleBuilds.acceptance(elsewhere, "1", Map.of())))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void acceptingIsRepeatedWithTheSameAnswer() {
    NewBuild build = SampleBuilds.push(SHOP, MAIN);
    Delivery delivery = SampleBuilds.delivery(build, "1");
    accept(delivery, build, Map.of());
    assertThat(accept(delivery, build, Map.of())).isEqualTo(new Accepted(delivery));
    assertThat(builds.list(Builds.Filter.ANY, new Page.Request(10, null)).items()).hasSize(1);
  }

  @Test
  void nothingHappensWhenAHeadMovedSinceTheDecision() {
    var before = headsOfMain();
    acceptPush(MAIN, "1");
    NewBuild late = SampleBuilds.push(SHOP, MAIN);
    Delivery delivery = SampleBuilds.delivery(late, "2");
    assertThat(accept(delivery, late, before)).isEqualTo(new HeadsMoved());
    assertThat(deliveries.find(delivery.id())).isEmpty();
    assertThat(builds.find(late.id())).isEmpty();
    assertThat(accept(delivery, late, headsOfMain())).isEqualTo(new Accepted(delivery));
  }

  @Test
  void aHeadThatMovedCountsAlsoWhereNothingIsToBeBuilt() {
    acceptPush(MAIN, "1");
    Delivery ignored = SampleBuilds.delivery(SampleBuilds.push(SHOP, MAIN), "2");
    Acceptance onNothing =
        new Acceptance(ignored, List.of(), List.of(new HeadMove(MAIN, null, null)), List.of());
    assertThat(deliveries.accept(onNothing)).isEqualTo(new HeadsMoved());
  }

  @Test
  void aNewerPushSupersedesTheQueuedBuild() {
    NewBuild first = SampleBuilds.push(SHOP, MAIN);
    deliveries.accept(SampleBuilds.acceptance(first, "1", Map.of()));
    NewBuild second = SampleBuilds.push(SHOP, MAIN);
    deliveries.accept(SampleBuilds.acceptance(second, "2", headsOfMain()));
    assertThat(status(first)).isEqualTo(Status.CANCELED);
    assertThat(status(second)).isEqualTo(Status.QUEUED);
    assertThat(builds.find(second.id()).orElseThrow().number()).isEqualTo(2);
  }

  @Test
  void oneDeliveryMayBringSeveralBuilds() {
    NewBuild main = SampleBuilds.push(SHOP, MAIN);
    NewBuild other = SampleBuilds.push(SHOP, OTHER);
    deliveries.accept(
        SampleBuilds.acceptance(SampleBuilds.delivery(main, "1"), List.of(main, other), Map.of()));
    assertThat(deliveries.heads(SHOP, List.of(MAIN, OTHER)))
        .isEqualTo(Map.of(MAIN, headOf(main), OTHER, headOf(other)));
    assertThat(status(main)).isEqualTo(Status.QUEUED);
    assertThat(status(other)).isEqualTo(Status.QUEUED);
  }

  @Test
  void pagesAreNewestFirst() {
    List<Delivery> accepted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      accepted.addFirst(acceptPush(MAIN, "id-" + i));
    }
    Page<Delivery> first = deliveries.list(null, new Page.Request(3, null));
    Page<Delivery> second = deliveries.list(null, new Page.Request(3, first.next()));
    assertThat(first.items()).isEqualTo(accepted.subList(0, 3));
    assertThat(second.items()).isEqualTo(accepted.subList(3, 5));
    assertThat(second.next()).isNull();
  }

  @Test
  void aThousandReplaysOfOneDeliveryMakeOneBuild() throws Exception {
    List<Callable<Outcome>> replays =
        IntStream.range(0, 1000)
            .mapToObj(_ -> {
              NewBuild build = SampleBuilds.push(SHOP, MAIN);
              Delivery delivery = SampleBuilds.delivery(build, "the-one");
              return (Callable<Outcome>) () -> accept(delivery, build, Map.of());
            })
            .toList();
    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Outcome> outcome : threads.invokeAll(replays)) {
        outcomes.add(outcome.get());
      }
    }
    Accepted accepted =
        (Accepted) outcomes.stream().filter(Accepted.class::isInstance).findFirst().orElseThrow();
    outcomes.remove(accepted);
    assertThat(outcomes).hasSize(999).containsOnly(new Duplicate(accepted.delivery()));
    assertThat(builds.list(Builds.Filter.ANY, new Page.Request(10, null)).items()).hasSize(1);
  }

  @Test
  void headsMoveAlsoWhereNothingIsBuilt() {
    Head skipped = new Head(SampleBuilds.sha(), null, SampleBuilds.sha());
    move(MAIN, null, skipped);
    assertThat(headsOfMain()).isEqualTo(Map.of(MAIN, skipped));
    move(MAIN, skipped, null);
    assertThat(headsOfMain()).isEmpty();
  }

  @Test
  void anEndingCancelsWhatIsQueuedAndWhatWaits() {
    NewBuild queued = SampleBuilds.push(SHOP, MAIN);
    NewBuild waiting = SampleBuilds.waiting(SHOP, OTHER);
    NewBuild elsewhere = SampleBuilds.alone();
    List.of(queued, waiting, elsewhere).forEach(builds::add);
    Delivery gone = SampleBuilds.delivery(SampleBuilds.push(SHOP, MAIN), "gone");
    List<Ending> endings = List.of(new Ending(MAIN, "deleted"), new Ending(OTHER, "closed"));
    deliveries.accept(new Acceptance(gone, List.of(), List.of(), endings));
    assertThat(status(queued)).isEqualTo(Status.CANCELED);
    assertThat(status(waiting)).isEqualTo(Status.CANCELED);
    assertThat(status(elsewhere)).isEqualTo(Status.QUEUED);
  }

  @Test
  void theBaselineOfARepositoryIsNotedOnceAndLeavesWhatIsKnown() {
    Delivery delivery = acceptPush(MAIN, "1");
    Head known = headsOfMain().get(MAIN);
    CommitSha there = SampleBuilds.sha();
    assertThat(deliveries.baseline(SHOP, Map.of(MAIN, there, OTHER, there))).isTrue();
    assertThat(deliveries.baseline(SHOP, Map.of(OTHER, SampleBuilds.sha()))).isFalse();
    assertThat(deliveries.heads(delivery.repositoryId()))
        .isEqualTo(Map.of(MAIN, known, OTHER, new Head(there, null, null)));
  }

  @Test
  void theDeliveriesOfOneRepositoryAreListedAlone() {
    Delivery ours = acceptPush(MAIN, "1");
    NewBuild elsewhere = SampleBuilds.alone();
    deliveries.accept(SampleBuilds.acceptance(elsewhere, "1", Map.of()));
    assertThat(deliveries.list(SHOP, new Page.Request(10, null)).items()).containsExactly(ours);
  }

  private void move(GitRef ref, @Nullable Head from, @Nullable Head to) {
    Delivery delivery =
        SampleBuilds.delivery(SampleBuilds.push(SHOP, ref), SampleBuilds.sha().hex());
    List<HeadMove> moves = List.of(new HeadMove(ref, from, to));
    assertThat(deliveries.accept(new Acceptance(delivery, List.of(), moves, List.of())))
        .isEqualTo(new Accepted(delivery));
  }

  private Delivery acceptPush(GitRef ref, String forgeDeliveryId) {
    NewBuild build = SampleBuilds.push(SHOP, ref);
    Delivery delivery = SampleBuilds.delivery(build, forgeDeliveryId);
    var heads = deliveries.heads(SHOP, List.of(ref));
    assertThat(accept(delivery, build, heads)).isEqualTo(new Accepted(delivery));
    return delivery;
  }

  private Map<GitRef, Head> headsOfMain() {
    return deliveries.heads(SHOP, List.of(MAIN));
  }

  private Outcome accept(Delivery delivery, NewBuild build, Map<GitRef, Head> heads) {
    return deliveries.accept(SampleBuilds.acceptance(delivery, List.of(build), heads));
  }

  private static Head headOf(NewBuild build) {
    return new Head(build.commit().sha(), build.commit().sha(), null);
  }

  private Status status(NewBuild build) {
    return builds.find(build.id()).orElseThrow().state().status();
  }
}
