package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Deployment.Phase;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.DeploymentState.Status;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Target.Health;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutTest {
  private final Scene scene = new Scene();

  @Test
  void theFirstReleaseGoesLiveThroughEveryPhase() throws Exception {
    Deployment ended = scene.deploy();

    assertThat(ended.state()).isEqualTo(new Live(scene.place.running()));
    assertThat(ended.phases())
        .extracting(Phase::name)
        .containsExactly(
            Status.PENDING,
            Status.PREPARING,
            Status.STARTING,
            Status.CHECKING,
            Status.SWITCHING,
            Status.WATCHING,
            Status.LIVE);
    assertThat(ended.phases())
        .extracting(Phase::detail)
        .containsExactly(
            "",
            "image sha256:000000000000 is there",
            "1 container started",
            "healthy after 0 ms, 1 try",
            "1 edge moved the traffic in 0 ms",
            "stable for 500 ms; nothing else was running",
            "");
    assertThat(scene.served()).isEqualTo(1);
  }

  @Test
  void theNextReleaseTakesTheTrafficOverAndTheOldContainerGoes() throws Exception {
    scene.deploy();
    Instance old = scene.place.running().getFirst();

    Deployment ended = scene.deploy();

    assertThat(ended.state()).isInstanceOf(Live.class);
    assertThat(scene.served()).isEqualTo(2);
    assertThat(scene.place.running()).hasSize(1).doesNotContain(old);
    assertThat(scene.place.kept(scene.place.running().getFirst())).isTrue();
    assertThat(detail(ended, Status.WATCHING))
        .isEqualTo("stable and drained after 500 ms; 1 old container on standby");
  }

  @Test
  void anOldContainerIsStoppedOnlyWhenItsLastRequestIsDone() throws Exception {
    scene.deploy();
    String old = scene.place.running().getFirst().toString();
    scene.edges.draining.put(old, 3);
    scene.time.after(Duration.ofSeconds(7), () -> scene.edges.draining.remove(old));

    Deployment ended = scene.deploy();

    assertThat(detail(ended, Status.WATCHING)).startsWith("stable and drained after 7.0 s;");
  }

  @Test
  void aRequestThatNeverEndsHoldsAnOldContainerForTheGracePeriodOnly() throws Exception {
    scene.deploy();
    scene.edges.draining.put(scene.place.running().getFirst().toString(), 2);

    Deployment ended = scene.deploy();

    assertThat(ended.state()).isInstanceOf(Live.class);
    assertThat(detail(ended, Status.WATCHING))
        .startsWith("2 requests to the old release cut off after 30.0 s;");
  }

  @Test
  void aContainerThatBecomesHealthyLaterIsSeenSoonAfterwards() throws Exception {
    scene.place.healthyAfter = Duration.ofMillis(310);

    Deployment ended = scene.deploy();

    assertThat(detail(ended, Status.CHECKING)).isEqualTo("healthy after 325 ms, 14 tries");
  }

  @Test
  void aPortThatNeverOpensFailsAfterTheRetriesAndTheOldReleaseKeepsServing() throws Exception {
    scene.deploy();
    Instance old = scene.place.running().getFirst();
    scene.place.healthyAfter = null;

    Cause cause = failure(scene.deploy());

    assertThat(cause.phase()).isEqualTo("checking");
    assertThat(cause.message())
        .startsWith("port 8080 did not open within 60.0 s")
        .endsWith("the connection was refused");
    assertThat(cause.hint()).contains("0.0.0.0:8080").contains("EXPOSE");
    assertThat(cause.lastLines()).hasSize(2);
    assertOnlyServing(1, old);
  }

  @Test
  void failedTriesInTheStartPeriodDoNotCount() throws Exception {
    scene.place.healthyAfter = Duration.ofSeconds(100);
    scene.push(check(new Probe.Tcp(), 3, Duration.ofSeconds(98)));

    assertThat(scene.rollOut().state()).isInstanceOf(Live.class);
  }

  @Test
  void aContainerThatEndsFailsAtOnceWithItsExitCode() throws Exception {
    scene.deploy();
    Instance old = scene.place.running().getFirst();
    scene.place.healthyAfter = null;
    scene.place.endsAfter = Duration.ofMillis(60);
    scene.place.end = new Condition.Exited(7, false);

    Deployment ended = scene.deploy();

    assertThat(failure(ended).message()).isEqualTo("the container of v2 ended with exit code 7");
    assertThat(failure(ended).lastLines()).contains("starting");
    assertOnlyServing(1, old);
  }

  @Test
  void aContainerThatRanOutOfMemoryIsToldInWords() throws Exception {
    scene.place.endsAfter = Duration.ZERO;
    scene.place.end = new Condition.Exited(137, true);

    assertThat(failure(scene.deploy()).message())
        .isEqualTo(
            "the container of v1 was ended by the kernel for using too much memory (its limit is"
                + " 256 MB)");
  }

  @Test
  void theImagesOwnHealthCheckDecidesWhereThereIsOne() throws Exception {
    scene.place.imageHealth = Health.HEALTHY;
    scene.place.healthyAfter = null;

    assertThat(scene.deploy().state()).isInstanceOf(Live.class);
  }

  @Test
  void askingForAHealthCheckThatTheImageLacksFailsAtOnce() throws Exception {
    scene.push(check(new Probe.OfImage(), 3, Duration.ZERO));

    assertThat(failure(scene.rollOut()).message()).contains("the image has no HEALTHCHECK");
  }

  @Test
  void whatTheEngineRefusesForGoodFailsWithItsWordsAndLeavesNothing() throws Exception {
    scene.place.broken =
        new TargetException("no such image", "build it again", false, new IOException("404"));

    Cause cause = failure(scene.deploy());

    assertThat(cause)
        .isEqualTo(new Cause("preparing", "no such image", "build it again", List.of()));
    assertThat(scene.place.containers()).isZero();
  }

  @Test
  void anEngineThatIsAwayForAWhileOnlyDelays() throws Exception {
    scene.place.goAway();
    scene.time.after(Duration.ofSeconds(20), scene.place::comeBack);

    Deployment ended = scene.deploy();

    assertThat(ended.state()).isInstanceOf(Live.class);
    assertThat(detail(ended, Status.PREPARING)).contains("after the engine could not be reached");
  }

  @Test
  void anEngineThatStaysAwayFailsTheRolloutAfterAWhile() throws Exception {
    scene.place.goAway();

    Cause cause = failure(scene.deploy());

    assertThat(cause.message()).isEqualTo("the engine is away (tried for 3 min)");
    assertThat(cause.hint()).isEqualTo("start it");
  }

  @Test
  void aNewContainerThatDiesWithTheTrafficGivesItBackToTheOldRelease() throws Exception {
    scene.deploy();
    Instance old = scene.place.running().getFirst();
    scene.place.endsAfter = Duration.ofMillis(250);

    Deployment ended = scene.deploy();

    assertThat(ended.state())
        .isEqualTo(
            new RolledBack(
                1, "the container of v2 ended with exit code 1; it said last: port is 20002"));
    assertOnlyServing(1, old);
  }

  @Test
  void aFirstReleaseThatDiesWithTheTrafficLeavesNoRouteBehind() throws Exception {
    scene.place.endsAfter = Duration.ofMillis(250);

    assertThat(failure(scene.deploy()).phase()).isEqualTo("watching");
    assertThat(scene.served()).isZero();
    assertThat(scene.place.containers()).isZero();
  }

  @Test
  void anEdgeThatDoesNotFollowTurnsTheRolloutBack() throws Exception {
    scene.deploy();
    Instance old = scene.place.running().getFirst();
    scene.edges.follows = false;

    Deployment ended = scene.deploy();

    assertThat(ended.state())
        .isInstanceOfSatisfying(
            RolledBack.class,
            back -> assertThat(back.because()).contains("within 12.0 s: edge-1 (at version 1)"));
    assertOnlyServing(1, old);
  }

  @Test
  void withoutAnyEdgeItGoesOnAndSaysSo() throws Exception {
    scene.edges.alive = false;

    Deployment ended = scene.deploy();

    assertThat(ended.state()).isInstanceOf(Live.class);
    assertThat(detail(ended, Status.SWITCHING)).contains("no edge is running");
  }

  @Test
  void whenNobodyCanTellWhatStillRunsNothingIsTakenAway() throws Exception {
    Deployment ended = deployWhileTheEngineGoesAway();

    assertThat(failure(ended).message()).endsWith("v2 keeps the traffic, nothing was removed");
    assertThat(scene.place.running()).hasSize(2);
    assertThat(scene.served()).isEqualTo(2);
  }

  @Test
  void whatSuchARolloutLeavesIsClearedUpByTheNextOne() throws Exception {
    deployWhileTheEngineGoesAway();
    scene.edges.draining.clear();

    assertThat(scene.deploy().state()).isInstanceOf(Live.class);
    assertThat(scene.place.running()).hasSize(1);
    assertThat(scene.place.frozen()).hasSize(1);
    assertThat(scene.place.containers()).isEqualTo(2);
    assertThat(scene.served()).isEqualTo(3);
  }

  private Deployment deployWhileTheEngineGoesAway() throws Exception {
    scene.deploy();
    scene.time.after(Duration.ofMillis(600), scene.place::goAway);
    scene.edges.draining.put(scene.place.running().getFirst().toString(), 1);
    Deployment ended = scene.deploy();
    scene.place.comeBack();
    return ended;
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"PREPARING", "STARTING", "CHECKING", "SWITCHING", "WATCHING", "LIVE"})
  void whoeverLostTheLeaseWritesNothingMore(Status last) throws Exception {
    scene.push();
    Deployment claimed = scene.claim();
    DeploymentQueue lost = new LosingQueue(scene, last);

    assertThatThrownBy(
            () -> scene.rollout(lost).run(claimed, new Lease(scene.services, claimed, scene.time)))
        .isInstanceOf(LeaseLostException.class);

    Deployment left = scene.services.deployment(claimed.id()).orElseThrow();
    assertThat(left.state().status()).isNotEqualTo(last);
    assertThat(left.state().ended()).isFalse();
  }

  @Test
  void aProcessThatSleptLongerThanItsLeaseActsNoMore() throws Exception {
    scene.push();
    Deployment claimed = scene.claim();
    Lease lease = new Lease(scene.services, claimed, scene.time);
    scene.time.pause(DeploymentQueue.LEASE);

    assertThatThrownBy(() -> scene.rollout(scene.services).run(claimed, lease))
        .isInstanceOf(LeaseLostException.class);
    assertThat(scene.place.started()).isZero();
  }

  @Test
  void aDeploymentThatNobodySurvivesIsGivenUp() throws Exception {
    scene.push();
    for (int i = 0; i < Rollout.MOST_ATTEMPTS; i++) {
      var _ = scene.claim();
      scene.services = scene.services.restarted();
    }

    assertThat(failure(scene.rollOut()).message()).contains("stopped in the middle");
  }

  @Test
  void anErrorThatNobodyThoughtOfIsToldAndUndone() throws Exception {
    scene.deploy();
    Instance old = scene.place.running().getFirst();
    scene.push();
    scene.dieAt((to, recorded) -> to.status() == Status.WATCHING && recorded);
    Deployment claimed = scene.claim();

    Deployment ended =
        scene
            .rollout(scene.services)
            .abandon(
                claimed,
                new Lease(scene.services, claimed, scene.time),
                new IllegalStateException("what is this?"));

    assertThat(ended.state())
        .isInstanceOfSatisfying(
            RolledBack.class, back -> assertThat(back.because()).contains("what is this?"));
    assertOnlyServing(1, old);
  }

  private void assertOnlyServing(int release, Instance instance) {
    assertThat(scene.served()).isEqualTo(release);
    assertThat(scene.place.running()).containsExactly(instance);
    assertThat(scene.place.containers()).isEqualTo(1);
    assertThat(scene.shop().live()).isEqualTo(release);
    assertThat(scene.shop().deploying()).isNull();
  }

  private static Cause failure(Deployment ended) {
    assertThat(ended.state()).isInstanceOf(Failed.class);
    return ((Failed) ended.state()).cause();
  }

  private static String detail(Deployment ended, Status phase) {
    return ended.phases().stream()
        .filter(p -> p.name() == phase)
        .map(Phase::detail)
        .findFirst()
        .orElseThrow();
  }

  private static HealthCheck check(Probe probe, int retries, Duration startPeriod) {
    return new HealthCheck(
        probe, Duration.ofSeconds(1), Duration.ofSeconds(5), retries, startPeriod);
  }

  /** Has the lease taken away right before a move. */
  private record LosingQueue(Scene scene, Status last) implements DeploymentQueue {
    @Override
    public Optional<Deployment> claim(WorkerId deployer, Duration wait)
        throws InterruptedException {
      return scene.services.claim(deployer, wait);
    }

    @Override
    public boolean renew(DeploymentId id, int attempt) {
      return scene.services.renew(id, attempt);
    }

    @Override
    public Optional<Deployment> move(Deployment seen, DeploymentState to, String detail) {
      if (to.status() == last) {
        scene.services = scene.services.restarted();
        try {
          var _ = scene.claim();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return scene.services.move(seen, to, detail);
    }
  }
}
