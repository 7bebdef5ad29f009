package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.Secret;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Deployment.Phase;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.DeploymentState.Status;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.RequestCounts;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes.Counted;
import dev.slipway.core.deploy.Share;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Wish;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.pipeline.UpdatePlan.Canary;
import dev.slipway.core.pipeline.UpdatePlan.FailureAction;
import dev.slipway.core.pipeline.UpdatePlan.Order;
import dev.slipway.core.pipeline.UpdatePlan.ReleaseCommand;
import dev.slipway.core.pipeline.Workload;
import dev.slipway.core.pipeline.Workload.Volume;
import dev.slipway.core.secret.SecretScope;
import dev.slipway.core.secret.SecretVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The ways from one release to the next, and what ends each of them early. */
class StrategiesTest {
  private static final Canary CANARY = new Canary(List.of(5, 25, 100), Duration.ofMinutes(1));

  private final Scene scene = new Scene();

  @Test
  void batchesTakeTheTrafficOverBitByBitWhileAsManyContainersServe() throws Exception {
    scene.deploy(batches(4, 2));
    scene.edges.history.clear();

    Deployment ended = scene.deploy(batches(4, 2));

    assertThat(ended.state())
        .isInstanceOfSatisfying(Live.class, live -> assertThat(live.instances()).hasSize(4));
    assertThat(scene.edges.history)
        .extracting(StrategiesTest::weights)
        .containsExactly("v2 50 x 2, v1 50 x 2", "v2 100 x 4, v1 0 x 2", "v2 100 x 4");
    assertThat(ended.phases())
        .extracting(Phase::name)
        .containsSubsequence(
            Status.STARTING,
            Status.SWITCHING,
            Status.STARTING,
            Status.SWITCHING,
            Status.WATCHING,
            Status.LIVE);
    assertThat(scene.place.running()).hasSize(4);
  }

  @Test
  void aBatchThatFailsGivesTheTrafficBackToAllOldContainers() throws Exception {
    scene.deploy(batches(2, 1));
    List<Instance> old = scene.place.running();
    scene.push(batches(2, 1));
    scene.time.after(Duration.ofMillis(20), () -> scene.place.endsAfter = Duration.ZERO);
    scene.place.healthyAfter = Duration.ofMillis(30);

    Deployment ended = scene.rollOut();

    assertThat(ended.state())
        .isInstanceOfSatisfying(RolledBack.class, back -> assertThat(back.to()).isEqualTo(1));
    assertThat(scene.place.running()).containsExactlyInAnyOrderElementsOf(old);
    assertThat(old).allMatch(scene.place::kept);
    assertThat(weights(scene.edges.history.getLast())).isEqualTo("v1 100 x 2");
  }

  @Test
  void aVolumeThatIsWrittenToHasTheOldContainerStopBeforeTheNewOneStarts() throws Exception {
    scene.deploy(withVolume());
    Instance old = scene.place.running().getFirst();
    scene.place.calls.clear();
    scene.edges.history.clear();

    Deployment ended = scene.deploy(withVolume());

    assertThat(ended.state()).isInstanceOf(Live.class);
    assertThat(scene.place.calls).containsSubsequence("halt " + old.id(), "start v2");
    assertThat(scene.edges.history).extracting(Route::held).containsExactly(true, false);
    assertThat(detail(ended, Status.STARTING))
        .isEqualTo(
            "1 old container stopped first, since both would write to a volume; 1 container"
                + " started");
    assertThat(scene.place.halted()).containsExactly(old);
  }

  @Test
  void aReleaseThatCannotStartAfterTheOldOneStoppedBringsTheOldOneBack() throws Exception {
    scene.deploy(withVolume());
    Instance old = scene.place.running().getFirst();
    scene.place.endsAfter = Duration.ZERO;

    Deployment ended = scene.deploy(withVolume());

    assertThat(ended.state())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.cause().message()).endsWith("; v1 serves again"));
    assertThat(scene.place.running()).containsExactly(old);
    assertThat(scene.edges.history.getLast().held()).isFalse();
    assertThat(weights(scene.edges.history.getLast())).isEqualTo("v1 100 x 1");
  }

  @Test
  void aCanaryGoesThroughItsSharesAndHoldsEach() throws Exception {
    scene.deploy(canary());
    scene.edges.history.clear();
    Duration before = scene.time.now();

    Deployment ended = scene.deploy(canary());

    assertThat(ended.state()).isInstanceOf(Live.class);
    assertThat(scene.edges.history)
        .extracting(StrategiesTest::weights)
        .containsExactly(
            "v2 5 x 1, v1 95 x 1", "v2 25 x 1, v1 75 x 1", "v2 100 x 1, v1 0 x 1", "v2 100 x 1");
    assertThat(scene.time.since(before)).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
    assertThat(scene.shop().paused()).isNull();
  }

  @Test
  void aFirstReleaseHasNothingToBeACanaryOf() throws Exception {
    scene.deploy(canary());

    assertThat(scene.edges.history)
        .extracting(StrategiesTest::weights)
        .containsExactly("v1 100 x 1");
  }

  @Test
  void aCanaryThatAnswersBadlyIsAbortedAndPushesWait() throws Exception {
    scene.deploy(canary());
    Instance old = scene.place.running().getFirst();
    scene.time.after(Duration.ofSeconds(30), () -> count(2, 40, 10));

    Deployment ended = scene.deploy(canary());

    assertThat(ended.state())
        .isInstanceOfSatisfying(
            RolledBack.class,
            back ->
                assertThat(back.because())
                    .isEqualTo(
                        "v2 answered 10 of 40 requests with a server error (25.0 %; unknown"
                            + " before)"));
    assertThat(scene.place.running()).containsExactly(old);
    assertThat(scene.shop().paused()).isNotNull();
    Deployment pushed = scene.push(canary());
    assertThat(scene.services.claim(Scene.WORKER, Duration.ZERO)).isEmpty();
    scene.services.resume(Scene.SHOP);
    assertThat(scene.claim().id()).isEqualTo(pushed.id());
  }

  @Test
  void aCanaryIsPromotedByHand() throws Exception {
    scene.deploy(canary());
    Deployment queued = scene.push(canary());
    Wish promote = new Wish(Wish.What.PROMOTE, "ada");
    scene.time.after(Duration.ofSeconds(10), () -> scene.services.wish(queued.id(), promote));

    Deployment ended = scene.rollOut();

    assertThat(ended.state()).isInstanceOf(Live.class);
    assertThat(detail(ended, Status.WATCHING)).isEqualTo("promoted by ada");
    assertThat(weights(scene.edges.history.getLast())).isEqualTo("v2 100 x 1");
  }

  @Test
  void aRolloutIsAbortedByHandAndNobodyIsPunishedForIt() throws Exception {
    scene.deploy(canary());
    Deployment queued = scene.push(canary());
    Wish abort = new Wish(Wish.What.ABORT, "ada");
    scene.time.after(Duration.ofSeconds(10), () -> scene.services.wish(queued.id(), abort));

    assertThat(scene.rollOut().state()).isEqualTo(new RolledBack(1, "ada aborted the rollout"));
    assertThat(scene.shop().paused()).isNull();
    assertThat(scene.served()).isEqualTo(1);
  }

  @Test
  void aReleaseThatAnswersWorseThanTheOneBeforeIsTakenBackInItsWatchWindow() throws Exception {
    count(1, 1000, 0);
    scene.deploy(watched(FailureAction.ROLLBACK));
    scene.time.after(Duration.ofSeconds(10), () -> count(2, 100, 12));

    Deployment ended = scene.deploy(watched(FailureAction.ROLLBACK));

    assertThat(ended.state())
        .isEqualTo(
            new RolledBack(
                1, "v2 answered 12 of 100 requests with a server error (12.0 %; 0.0 % before)"));
    assertThat(scene.shop().paused()).isNotNull();
    assertThat(scene.shop().live()).isEqualTo(1);
  }

  @Test
  void aContainerThatIsRestartedInTheWatchWindowIsABreach() throws Exception {
    scene.deploy(watched(FailureAction.ROLLBACK));
    scene.time.after(
        Duration.ofSeconds(10), () -> scene.place.restart(scene.place.running().getLast()));

    assertThat(scene.deploy(watched(FailureAction.ROLLBACK)).state())
        .isInstanceOfSatisfying(
            RolledBack.class, back -> assertThat(back.because()).contains("was restarted"));
  }

  @Test
  void whereTheFileWantsItABadReleaseStaysAndPushesWait() throws Exception {
    scene.deploy(watched(FailureAction.PAUSE));
    scene.time.after(Duration.ofSeconds(10), () -> count(2, 100, 50));

    Deployment ended = scene.deploy(watched(FailureAction.PAUSE));

    assertThat(ended.state()).isInstanceOf(Live.class);
    assertThat(detail(ended, Status.WATCHING)).startsWith("it stays, although v2 answered 50 of");
    assertThat(scene.shop().paused()).isNotNull();
  }

  @Test
  void whereTheFileWantsItABadReleaseStaysAndPushesGoOn() throws Exception {
    scene.deploy(watched(FailureAction.CONTINUE));
    scene.time.after(Duration.ofSeconds(10), () -> count(2, 100, 50));

    assertThat(scene.deploy(watched(FailureAction.CONTINUE)).state()).isInstanceOf(Live.class);
    assertThat(scene.shop().paused()).isNull();
  }

  @Test
  void theReleaseCommandRunsOnceBeforeAnyContainerAndItsOutputIsKept() throws Exception {
    Deployment ended = scene.deploy(migrating());

    assertThat(ended.state()).isInstanceOf(Live.class);
    assertThat(scene.place.calls).containsSubsequence("prepare v1", "run ./migrate", "start v1");
    assertThat(detail(ended, Status.PREPARING)).endsWith("; release command done in 500 ms");
    assertThat(scene.logs.read(ended.id())).containsExactly("migrating", "3 tables");
  }

  @Test
  void aReleaseCommandThatWasUnderWayWhenTheDeployerDiedIsNotRunAgain() throws Exception {
    scene.push(migrating());
    scene.dieAt((to, recorded) -> to.status() == Status.STARTING && !recorded);

    assertThat(scene.rollOut().state()).isInstanceOf(Live.class);
    assertThat(scene.place.calls.stream().filter(call -> call.startsWith("run"))).hasSize(1);
  }

  @Test
  void aReleaseCommandThatFailsLeavesEverythingAsItWas() throws Exception {
    scene.deploy();
    Instance old = scene.place.running().getFirst();
    scene.place.commandEnd = new Condition.Exited(1, false);

    Deployment ended = scene.deploy(migrating());

    assertThat(ended.state())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.cause().message())
                  .isEqualTo("the release command `./migrate` ended with exit code 1");
              assertThat(failed.cause().lastLines()).containsExactly("migrating", "3 tables");
            });
    assertThat(scene.place.running()).containsExactly(old);
    assertThat(scene.place.calls).doesNotContain("start v2");
  }

  @Test
  void aReleaseCommandThatTakesTooLongIsEnded() throws Exception {
    scene.place.commandTakes = Duration.ofHours(1);

    assertThat(scene.deploy(migrating()).state())
        .isInstanceOfSatisfying(
            Failed.class,
            failed ->
                assertThat(failed.cause().message())
                    .isEqualTo("the release command did not end within 5 min"));
  }

  @Test
  void aReleaseGetsTheSecretsThatItWasMadeWithAndNobodyReadsThemInItsOutput() throws Exception {
    SecretScope team = new SecretScope.Team();
    scene.secrets.put(team, new Secret("DATABASE_URL", "db://canary-one"), "ada");
    scene.versions = Map.of("DATABASE_URL", new SecretVersion(team, "DATABASE_URL", 1));
    scene.place.printed = List.of("connecting to db://canary-one");
    scene.push(migrating());
    scene.secrets.put(team, new Secret("DATABASE_URL", "db://canary-two"), "ada");

    Deployment ended = scene.rollOut();

    assertThat(scene.logs.read(ended.id())).containsExactly("connecting to ***");
    assertThat(Objects.requireNonNull(scene.place.lastOrder).secrets().get("DATABASE_URL"))
        .extracting(Secret::reveal)
        .isEqualTo("db://canary-one");
  }

  @Test
  void aSecretThatIsNoLongerKeptFailsTheRolloutBeforeAnythingIsDone() throws Exception {
    SecretScope team = new SecretScope.Team();
    scene.versions = Map.of("DATABASE_URL", new SecretVersion(team, "DATABASE_URL", 7));

    assertThat(scene.deploy(migrating()).state())
        .isInstanceOfSatisfying(
            Failed.class,
            failed ->
                assertThat(failed.cause().message())
                    .isEqualTo("the secret DATABASE_URL (version 7 of team) is no longer kept"));
    assertThat(scene.place.calls).isEmpty();
  }

  @Test
  void goingBackWakesTheFrozenContainersAndRunsNoReleaseCommand() throws Exception {
    scene.deploy(migrating());
    Instance first = scene.place.running().getFirst();
    scene.deploy(migrating());
    assertThat(scene.place.frozen()).containsExactly(first);
    scene.place.calls.clear();

    var request =
        new Rollback.Request(Scene.SHOP, null, Rollback.Scope.ALL, false, "ada", "too slow");
    assertThat(new Rollback(scene.services, scene.time.clock).request(request))
        .isInstanceOf(Rollback.Result.Queued.class);
    Deployment ended = scene.rollOut();

    assertThat(ended.state()).isEqualTo(new Live(List.of(first)));
    assertThat(scene.place.calls)
        .contains("wake " + first.id())
        .noneMatch(call -> call.startsWith("start") || call.startsWith("run"));
    assertThat(detail(ended, Status.PREPARING)).isEqualTo("1 container of v1 on standby");
  }

  @Test
  void goingBackAndForthKeepsTwoContainersAndStartsNone() throws Exception {
    scene.deploy();
    scene.deploy();
    for (int i = 0; i < 4; i++) {
      var request =
          new Rollback.Request(Scene.SHOP, null, Rollback.Scope.ALL, false, "ada", "again");
      new Rollback(scene.services, scene.time.clock).request(request);
      assertThat(scene.rollOut().state()).isInstanceOf(Live.class);
    }

    assertThat(scene.place.started()).isEqualTo(2);
    assertThat(scene.place.running()).hasSize(1);
    assertThat(scene.place.frozen()).hasSize(1);
  }

  private void count(int release, int requests, int errors) {
    scene.edges.counted.add(
        new Counted(
            Scene.SHOP, release, new RequestCounts(requests, errors, 0, List.of((long) requests))));
  }

  private static String weights(Route route) {
    return String.join(
        ", ",
        route.shares().stream()
            .map(share -> "v%d %d x %d".formatted(share.release(), share.weight(), size(share)))
            .toList());
  }

  private static int size(Share share) {
    return share.instances().size();
  }

  private static UnaryOperator<DeploySpec> batches(int replicas, int parallelism) {
    return spec ->
        spec.withReplicas(replicas)
            .withUpdate(plan(null, parallelism, Duration.ZERO, FailureAction.ROLLBACK, null, null));
  }

  @SuppressWarnings("UnnecessaryLambda") // reads better where it is used than a method reference
  private static UnaryOperator<DeploySpec> canary() {
    return spec ->
        spec.withUpdate(plan(null, null, Duration.ZERO, FailureAction.ROLLBACK, CANARY, null));
  }

  private static UnaryOperator<DeploySpec> watched(FailureAction action) {
    return spec -> spec.withUpdate(plan(null, null, Duration.ofSeconds(30), action, null, null));
  }

  @SuppressWarnings("UnnecessaryLambda") // as above
  private static UnaryOperator<DeploySpec> migrating() {
    ReleaseCommand command = new ReleaseCommand(List.of("./migrate"), Duration.ofMinutes(5));
    return spec ->
        spec.withUpdate(plan(null, null, Duration.ZERO, FailureAction.ROLLBACK, null, command));
  }

  @SuppressWarnings("UnnecessaryLambda") // as above
  private static UnaryOperator<DeploySpec> withVolume() {
    return spec -> {
      Workload like = spec.workload();
      return spec.withWorkload(
          new Workload(
              like.port(),
              like.command(),
              like.env(),
              List.of(new Volume("uploads", "/app/uploads", false)),
              like.resources(),
              like.stopGracePeriod()));
    };
  }

  private static UpdatePlan plan(
      @Nullable Order order,
      @Nullable Integer parallelism,
      Duration monitor,
      FailureAction action,
      @Nullable Canary canary,
      @Nullable ReleaseCommand command) {
    return new UpdatePlan(
        order, parallelism, monitor, action, canary, command, true, UpdatePlan.USUAL_STANDBY);
  }

  private static String detail(Deployment ended, Status phase) {
    return ended.phases().stream()
        .filter(p -> p.name() == phase)
        .map(Phase::detail)
        .findFirst()
        .orElseThrow();
  }
}
