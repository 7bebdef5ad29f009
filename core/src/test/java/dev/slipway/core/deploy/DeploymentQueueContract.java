package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Checking;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.Pending;
import dev.slipway.core.deploy.DeploymentState.Preparing;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.DeploymentState.Starting;
import dev.slipway.core.deploy.DeploymentState.Status;
import dev.slipway.core.deploy.DeploymentState.Switching;
import dev.slipway.core.deploy.DeploymentState.Watching;
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
import org.junit.jupiter.api.Test;

/** What every implementation of {@link DeploymentQueue} does. */
public abstract class DeploymentQueueContract {
  private static final WorkerId ONE = new WorkerId("deployer-1");
  private static final WorkerId TWO = new WorkerId("deployer-2");
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ServiceId SHOP = ServiceId.of("shop", "production");
  private static final List<Instance> INSTANCES =
      List.of(new Instance("c1", "127.0.0.1", 32768), new Instance("c2", "127.0.0.1", 32769));
  private static final Failed BROKEN =
      new Failed(
          new Cause(
              "checking",
              "c1 answered \"500\" to GET /up",
              "see why it does",
              List.of("boom", "\u001b[31m\tat main\u001b[0m")));

  private static final Pause PAUSE =
      new Pause("v2 answered 12 of 40 requests with errors", "slipway", Instant.EPOCH);

  /** Over the queue's own data; empty before each test. */
  protected abstract Services services();

  protected abstract DeploymentQueue queue();

  /** The queue as the next process on the same data sees it. */
  protected abstract DeploymentQueue restarted();

  /** As if nobody had renewed any lease for longer than {@link DeploymentQueue#LEASE}. */
  protected abstract void letLeasesRunOut();

  @Test
  void nothingToDoIsNoDeployment() throws Exception {
    assertThat(queue().claim(ONE, AT_ONCE)).isEmpty();
  }

  @Test
  void aClaimedDeploymentIsAsItWasLeftWithItsFirstAttempt() throws Exception {
    Deployment queued = services().handOver(SampleReleases.deploy("shop", 1));

    Deployment claimed = claim(ONE);

    assertThat(claimed.attempt()).isEqualTo(1);
    assertThat(claimed.state()).isEqualTo(new Pending());
    assertThat(claimed.phases()).isEqualTo(queued.phases());
    assertThat(services().deployment(queued.id())).contains(claimed);
  }

  @Test
  void eachDeploymentIsClaimedOnce() throws Exception {
    for (int i = 0; i < 20; i++) {
      services().handOver(SampleReleases.deploy("shop" + i, 1));
    }
    Set<DeploymentId> claimed = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> deployers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        WorkerId deployer = new WorkerId("deployer-" + i);
        deployers.add(() -> claimAll(deployer, claimed));
      }
      for (Future<Boolean> each : threads.invokeAll(deployers)) {
        assertThat(each.get()).as("claimed nothing that another had").isTrue();
      }
    }

    assertThat(claimed).hasSize(20);
  }

  @Test
  void whoeverWaitsGetsWhatIsHandedOverMeanwhile() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<Deployment>> waiting = threads.submit(() -> queue().claim(ONE, PATIENCE));

      Deployment queued = services().handOver(SampleReleases.deploy("shop", 1));

      assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .hasValueSatisfying(claimed -> assertThat(claimed.id()).isEqualTo(queued.id()));
    }
  }

  @Test
  void oneRolloutOfAServiceRunsAtATimeAndTheNextFollowsItsEnd() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment second = services().handOver(SampleReleases.deploy("shop", 2));
    Deployment first = claim(ONE);
    assertThat(queue().claim(TWO, AT_ONCE)).isEmpty();

    move(first, new Failed(BROKEN.cause()));

    assertThat(claim(TWO).id()).isEqualTo(second.id());
    assertThat(service().deploying()).isEqualTo(second.id());
  }

  @Test
  void rolloutsOfDifferentServicesRunBesideEachOther() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    services().handOver(SampleReleases.deploy("blog", 1));

    assertThat(claim(ONE).service()).isEqualTo(SHOP);
    assertThat(claim(ONE).service()).isEqualTo(ServiceId.of("blog", "production"));
  }

  @Test
  void aSupersededDeploymentIsNeverClaimed() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    services().handOver(SampleReleases.deploy("shop", 2));
    Deployment newest = services().handOver(SampleReleases.deploy("shop", 3));
    move(claim(ONE), BROKEN);

    assertThat(claim(ONE).id()).isEqualTo(newest.id());
    assertThat(queue().claim(ONE, AT_ONCE)).isEmpty();
  }

  @Test
  void everyMoveIsRecordedWithItsPhaseAndWhatCameOfTheOneBefore() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));

    Deployment live = moveToLive(claim(ONE));

    assertThat(live.state()).isEqualTo(new Live(INSTANCES));
    assertThat(live.phases())
        .map(Deployment.Phase::name)
        .containsExactly(
            Status.PENDING,
            Status.PREPARING,
            Status.STARTING,
            Status.CHECKING,
            Status.SWITCHING,
            Status.WATCHING,
            Status.LIVE);
    assertThat(live.phases().getFirst().detail()).isEqualTo("on to “preparing”");
    assertThat(live.phases()).allMatch(phase -> phase.finishedAt() != null);
    for (int i = 1; i < live.phases().size(); i++) {
      assertThat(live.phases().get(i).startedAt()).isEqualTo(live.phases().get(i - 1).finishedAt());
    }
    assertThat(services().deployment(live.id())).contains(live);
  }

  @Test
  void aLiveDeploymentMakesItsReleaseTheLiveOne() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));

    moveToLive(claim(ONE));

    assertThat(service().live()).isEqualTo(1);
    assertThat(service().deploying()).isNull();
    assertThat(queue().claim(TWO, AT_ONCE)).isEmpty();
  }

  @Test
  void whatFailsOrIsRolledBackLeavesTheLiveReleaseAsItWas() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    moveToLive(claim(ONE));
    services().handOver(SampleReleases.deploy("shop", 2));
    Deployment failed = move(claim(ONE), BROKEN);
    services().handOver(SampleReleases.deploy("shop", 3));
    Deployment watching = moveToWatching(claim(ONE));

    Deployment back = move(watching, new RolledBack(1, "it stopped answering"));

    assertThat(failed.state()).isEqualTo(BROKEN);
    assertThat(back.state()).isEqualTo(new RolledBack(1, "it stopped answering"));
    assertThat(service().live()).isEqualTo(1);
    assertThat(service().lastDeployment()).isEqualTo(back.id());
    assertThat(service().deploying()).isNull();
  }

  @Test
  void anIllegalMoveIsRefusedLoudly() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment claimed = claim(ONE);

    assertThatThrownBy(() -> queue().move(claimed, new Live(INSTANCES), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(claimed.id().value());
  }

  @Test
  void theSameMoveAgainChangesNothing() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment claimed = claim(ONE);
    Deployment moved = move(claimed, new Preparing());

    assertThat(queue().move(claimed, new Preparing(), "")).contains(moved);
  }

  @Test
  void aMoveFromAStateThatWasLeftIsRefused() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment claimed = claim(ONE);
    Deployment moved = move(claimed, new Preparing());

    assertThat(queue().move(claimed, BROKEN, "")).isEmpty();
    assertThat(services().deployment(claimed.id())).contains(moved);
  }

  @Test
  void aRenewedLeaseIsKept() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment claimed = claim(ONE);
    letLeasesRunOut();

    assertThat(queue().renew(claimed.id(), claimed.attempt())).isTrue();

    assertThat(queue().claim(TWO, AT_ONCE)).isEmpty();
  }

  @Test
  void whoLostTheLeaseCanNeitherMoveNorRenew() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment lost = move(claim(ONE), new Preparing());
    letLeasesRunOut();

    Deployment taken = claim(TWO);

    assertThat(taken.id()).isEqualTo(lost.id());
    assertThat(taken.attempt()).isEqualTo(2);
    assertThat(taken.state()).isEqualTo(new Preparing());
    assertThat(queue().renew(lost.id(), lost.attempt())).isFalse();
    assertThat(queue().move(lost, new Starting(List.of()), "")).isEmpty();
    assertThat(services().deployment(lost.id())).contains(taken);
    assertThat(move(taken, new Starting(List.of())).state()).isEqualTo(new Starting(List.of()));
  }

  @Test
  void aRestartedDeployerGetsBackAtOnceWhatItHeld() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment before = move(claim(ONE), new Preparing());

    DeploymentQueue next = restarted();

    assertThat(next.claim(TWO, AT_ONCE)).isEmpty();
    Deployment again = next.claim(ONE, AT_ONCE).orElseThrow();
    assertThat(again.id()).isEqualTo(before.id());
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.state()).isEqualTo(new Preparing());
    assertThat(next.claim(ONE, AT_ONCE)).isEmpty();
    assertThat(queue().move(before, new Starting(List.of()), "")).isEmpty();
  }

  @Test
  void aDeployerThatAsksForMoreKeepsWhatItHas() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment claimed = claim(ONE);

    assertThat(queue().claim(ONE, AT_ONCE)).isEmpty();

    assertThat(queue().renew(claimed.id(), claimed.attempt())).isTrue();
  }

  @Test
  void anEndedDeploymentHasNoLease() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment ended = move(claim(ONE), BROKEN);
    letLeasesRunOut();

    assertThat(queue().renew(ended.id(), ended.attempt())).isFalse();
    assertThat(queue().claim(TWO, AT_ONCE)).isEmpty();
    assertThat(restarted().claim(ONE, AT_ONCE)).isEmpty();
  }

  @Test
  void whileAServiceIsPausedWhatAPushAskedForWaitsAndWhatAPersonAskedForDoesNot() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    moveToLive(claim(ONE));
    services().pause(SHOP, PAUSE);
    Deployment pushed = services().handOver(SampleReleases.deploy("shop", 2));
    assertThat(queue().claim(ONE, AT_ONCE)).isEmpty();

    services().resume(SHOP);

    assertThat(claim(ONE).id()).isEqualTo(pushed.id());
    assertThat(service().paused()).isNull();
  }

  @Test
  void aPersonsRolloutOfAPausedServiceSupersedesThePushThatWaits() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    moveToLive(claim(ONE));
    services().pause(SHOP, PAUSE);
    services().handOver(SampleReleases.deploy("shop", 2));

    Deployment asked = services().handOver(SampleReleases.rollback("shop", 1, 1));

    assertThat(service().paused()).isEqualTo(PAUSE);
    assertThat(claim(ONE).id()).isEqualTo(asked.id());
  }

  @Test
  void aPushThatWaitedBehindARolloutStillWaitsWhenThatPausedTheService() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment first = claim(ONE);
    Deployment second = services().handOver(SampleReleases.deploy("shop", 2));
    services().pause(SHOP, PAUSE);

    move(first, BROKEN);

    assertThat(queue().claim(TWO, AT_ONCE)).isEmpty();
    assertThat(service().deploying()).isNull();
    services().resume(SHOP);
    assertThat(claim(TWO).id()).isEqualTo(second.id());
  }

  @Test
  void theLastWishForARolloutIsKnownUntilItHasEnded() throws Exception {
    services().handOver(SampleReleases.deploy("shop", 1));
    Deployment claimed = claim(ONE);
    assertThat(services().wish(claimed.id())).isEmpty();
    Wish promote = new Wish(Wish.What.PROMOTE, "ada");
    Wish abort = new Wish(Wish.What.ABORT, "bob");

    assertThat(services().wish(claimed.id(), promote)).isTrue();
    assertThat(services().wish(claimed.id())).contains(promote);
    assertThat(services().wish(claimed.id(), abort)).isTrue();
    assertThat(services().wish(claimed.id())).contains(abort);

    move(claimed, BROKEN);
    assertThat(services().wish(claimed.id(), promote)).isFalse();
    assertThat(services().wish(new DeploymentId("dep_unknown"), promote)).isFalse();
  }

  private boolean claimAll(WorkerId deployer, Set<DeploymentId> claimed)
      throws InterruptedException {
    boolean fresh = true;
    for (Optional<Deployment> next = queue().claim(deployer, AT_ONCE);
        next.isPresent();
        next = queue().claim(deployer, AT_ONCE)) {
      fresh &= claimed.add(next.get().id());
    }
    return fresh;
  }

  private Service service() {
    return services().find(SHOP).orElseThrow();
  }

  private Deployment claim(WorkerId deployer) throws InterruptedException {
    return queue().claim(deployer, AT_ONCE).orElseThrow();
  }

  private Deployment move(Deployment seen, DeploymentState to) {
    return queue().move(seen, to, "on to “" + to.status().id() + "”").orElseThrow();
  }

  private Deployment moveToWatching(Deployment claimed) {
    Deployment at = move(claimed, new Preparing());
    at = move(at, new Starting(List.of()));
    at = move(at, new Checking(List.of(), INSTANCES));
    at = move(at, new Switching(INSTANCES, 100));
    return move(at, new Watching(INSTANCES, 100));
  }

  private Deployment moveToLive(Deployment claimed) {
    return move(moveToWatching(claimed), new Live(INSTANCES));
  }
}
