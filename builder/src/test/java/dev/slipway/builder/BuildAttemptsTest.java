package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildQueue;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.Failure.Infrastructure;
import dev.slipway.core.build.Failure.PipelineInvalid;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.build.StepReport.Status;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.pipeline.Workload;
import dev.slipway.core.source.GitRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BuildAttemptsTest {
  private static final Pace QUICK =
      new Pace(
          Duration.ofMillis(10), BuildQueue.LEASE, Duration.ofMillis(200), Duration.ofMillis(10));

  private final Fixture fixture = new Fixture();
  private final BuildQueue queue = fixture.store.queue();
  private final Cancellation stopping = new Cancellation();

  @Test
  void aPushToTheDefaultBranchIsBuiltAndReleased() throws Exception {
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    assertThat(build.state())
        .isInstanceOfSatisfying(
            BuildState.Succeeded.class, succeeded -> assertThat(succeeded.images()).hasSize(1));
    assertThat(build.steps())
        .extracting(StepReport::name, StepReport::status)
        .containsExactly(
            tuple("checkout", Status.SUCCEEDED),
            tuple("pipeline", Status.SUCCEEDED),
            tuple("image", Status.SUCCEEDED),
            tuple("deploy", Status.SUCCEEDED));
    assertThat(fixture.released)
        .singleElement()
        .satisfies(release -> {
          assertThat(release.service().value()).isEqualTo("shop.production");
          assertThat(release.spec().workload().port()).isEqualTo(8080);
          assertThat(release.build()).isEqualTo(build.id());
          assertThat(release.spec().healthCheck().probe()).isEqualTo(new Probe.Tcp());
        });
    assertThat(build.deployments()).hasSize(1);
    assertThat(fixture.orders.getFirst().repository()).startsWith("acme/");
  }

  @Test
  void whatTheFileLeavesOpenIsTakenFromTheImage() throws Exception {
    fixture.reading = valid(List.of(Fixture.WEB), deploy(null, null));
    fixture.ports = List.of(3000, 9000);
    fixture.healthcheck = true;
    carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    DeploySpec spec = fixture.released.getFirst().spec();
    assertThat(spec.workload().port()).isEqualTo(3000);
    assertThat(spec.healthCheck().probe()).isEqualTo(new Probe.OfImage());
  }

  @Test
  void aPortThatNobodyNamesIsTheirProblem() throws Exception {
    fixture.reading = valid(List.of(Fixture.WEB), deploy(null, null));
    fixture.ports = List.of();
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    assertThat(failure(build, PipelineInvalid.class).hint()).contains("EXPOSE");
    assertThat(fixture.released).isEmpty();
  }

  @Test
  void onlyTheBranchThatDeploysDeploys() throws Exception {
    Build other = carryOut(GitRef.ofBranch("feature/größe"), Trigger.PUSH);
    assertThat(other.state()).isInstanceOf(BuildState.Succeeded.class);
    assertThat(fixture.log(other)).anyMatch(line -> line.contains("feature/größe does not deploy"));
    carryOut(SampleBuilds.MAIN, Trigger.PULL_REQUEST);
    carryOut(new GitRef("refs/tags/main"), Trigger.TAG);
    assertThat(fixture.released).isEmpty();
    fixture.reading = valid(List.of(Fixture.WEB), deploy("release/2.x", 80));
    carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    assertThat(fixture.released).isEmpty();
    carryOut(GitRef.ofBranch("release/2.x"), Trigger.PUSH);
    assertThat(fixture.released).hasSize(1);
  }

  @Test
  void severalImagesHaveTheirNamesInTheirPaths() throws Exception {
    ImageBuild api = new ImageBuild("api", "", "Dockerfile", null, Map.of());
    fixture.reading = valid(List.of(Fixture.WEB, api), Fixture.DEPLOY);
    carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    assertThat(fixture.orders)
        .extracting(order -> order.repository().substring(order.repository().lastIndexOf('/')))
        .containsExactly("/web", "/api");
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnceAndInTheLog() throws Exception {
    fixture.files.clear();
    ImageBuild api = new ImageBuild("api", "services/api", "Dockerfile", null, Map.of());
    fixture.reading = valid(List.of(Fixture.WEB, api), Fixture.DEPLOY);
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    assertThat(failure(build, PipelineInvalid.class).problems())
        .extracting(Problem::message)
        .containsExactly(
            "there is no Dockerfile in the commit",
            "there is no folder services/api in the commit");
    assertThat(fixture.log(build)).anyMatch(line -> line.contains("services/api"));
    assertThat(fixture.orders).isEmpty();
  }

  @Test
  void anInvalidPipelineFileIsShownWhole() throws Exception {
    fixture.files.put(".slipway.yml", "x");
    fixture.reading =
        new Reading.Invalid(
            List.of(
                new Problem("a", 1, 2, "is wrong", "write b"), new Problem("c", 3, 4, "too", "")));
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    assertThat(failure(build, PipelineInvalid.class).problems()).hasSize(2);
    assertThat(fixture.log(build))
        .contains("line 1, column 2: a: is wrong - write b", "line 3, column 4: c: too");
  }

  @Test
  void aStepOfTheirsThatFailsEndsTheBuild() throws Exception {
    fixture.work =
        (_, _) -> {
          throw new BuildFailedException(
              new StepFailed("image", "RUN false ended with 1", "mend it"));
        };
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    assertThat(failure(build, StepFailed.class).message()).contains("RUN false");
    assertThat(build.steps().getLast().status()).isEqualTo(Status.FAILED);
  }

  @Test
  void ourOwnFailureIsTriedAgainThreeTimesInAll() throws Exception {
    fixture.checkoutFails = new Infrastructure("the forge is away", "wait", true);
    Build queued = fixture.queue(SampleBuilds.MAIN, Trigger.PUSH);
    for (int attempt = 1; attempt <= 2; attempt++) {
      attempts().carryOut(fixture.claimed(queue), stopping);
      assertThat(found(queued).state())
          .isEqualTo(new BuildState.Queued(attempt, "the forge is away"));
    }
    attempts().carryOut(claimedWithin(Duration.ofSeconds(10)), stopping);
    assertThat(failure(found(queued), Infrastructure.class).message()).contains("away");
    assertThat(fixture.log(queued)).anyMatch(line -> line.startsWith("Attempt 3"));
  }

  @Test
  void ourOwnFailureThatTryingCannotMendEndsTheBuild() throws Exception {
    fixture.checkoutFails = new Infrastructure("no token", "give one", false);
    assertThat(failure(carryOut(SampleBuilds.MAIN, Trigger.PUSH), Infrastructure.class).hint())
        .isEqualTo("give one");
  }

  @Test
  void anErrorOfSlipwaysOwnIsSaidInWordsAndTriedAgain() throws Exception {
    fixture.work =
        (_, _) -> {
          throw new IllegalStateException("a defect");
        };
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    assertThat(build.state())
        .isInstanceOfSatisfying(
            BuildState.Queued.class,
            again -> assertThat(again.because()).contains("Slipway itself failed"));
  }

  @Test
  void aBuildThatKillsItsWorkerEachTimeIsGivenUp() throws Exception {
    Build queued = fixture.queue(SampleBuilds.MAIN, Trigger.PUSH);
    for (int i = 0; i < 3; i++) {
      fixture.claimed(fixture.store.queue());
    }
    attempts().carryOut(fixture.claimed(queue), stopping);
    assertThat(failure(found(queued), Infrastructure.class).message()).contains("3 times");
    assertThat(fixture.orders).isEmpty();
  }

  @Test
  void aBuildWhoseRepositoryWasRemovedFails() throws Exception {
    fixture.repositories.remove(SampleBuilds.SHOP);
    assertThat(failure(carryOut(SampleBuilds.MAIN, Trigger.PUSH), Infrastructure.class).message())
        .contains("was removed");
  }

  @Test
  void cancelingStopsTheWorkAndTheRecordSaysWho() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    fixture.work = (_, cancellation) -> untilCanceled(building, cancellation);
    Build queued = fixture.queue(SampleBuilds.MAIN, Trigger.PUSH);
    Thread worker = inBackground();
    await(building);
    fixture.store.builds().cancel(queued.id(), "ann", "no longer wanted");
    worker.join();
    assertThat(found(queued).state())
        .isInstanceOfSatisfying(
            BuildState.Canceled.class, canceled -> assertThat(canceled.by()).isEqualTo("ann"));
    assertThat(found(queued).steps().getLast().status()).isEqualTo(Status.CANCELED);
  }

  @Test
  void cancelingDoesNotWaitForWorkThatDoesNotListen() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    fixture.work =
        (_, _) -> {
          building.countDown();
          awaitDeaf(never);
        };
    Build queued = fixture.queue(SampleBuilds.MAIN, Trigger.PUSH);
    Thread worker = inBackground();
    await(building);
    fixture.store.builds().cancel(queued.id(), "ann", "");
    worker.join();
    assertThat(found(queued).state()).isInstanceOf(BuildState.Canceled.class);
    never.countDown();
  }

  @Test
  void aBuildThatIsOnlyToBeEndedIsClearedAwayAndEnded() throws Exception {
    Build queued = fixture.queue(SampleBuilds.MAIN, Trigger.PUSH);
    fixture.claimed(fixture.store.queue());
    fixture.store.builds().cancel(queued.id(), "ann", "");
    attempts().carryOut(fixture.claimed(queue), stopping);
    assertThat(found(queued).state()).isInstanceOf(BuildState.Canceled.class);
    assertThat(fixture.abandoned).containsExactly(queued.id());
    assertThat(fixture.orders).isEmpty();
  }

  @Test
  void whoLostTheLeaseStopsAndWritesNothing() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    fixture.work = (_, cancellation) -> untilCanceled(building, cancellation);
    Build queued = fixture.queue(SampleBuilds.MAIN, Trigger.PUSH);
    Thread worker = inBackground();
    await(building);
    Build taken = fixture.claimed(fixture.store.queue());
    long lines = fixture.store.logs().total(queued.id());
    worker.join();
    assertThat(found(queued).state()).isEqualTo(taken.state());
    assertThat(fixture.store.logs().total(queued.id())).isEqualTo(lines);
  }

  @Test
  void aWorkerThatStopsLeavesTheBuildToTheNextAttempt() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    fixture.work = (_, cancellation) -> untilCanceled(building, cancellation);
    Build queued = fixture.queue(SampleBuilds.MAIN, Trigger.PUSH);
    BuildWorker worker =
        new BuildWorker(new WorkerId("w1"), 2, queue, attempts(), Duration.ofMillis(1));
    worker.start();
    await(building);
    worker.close();
    assertThat(found(queued).state()).isEqualTo(new BuildState.Queued(1, "its worker was stopped"));
    fixture.work = (_, _) -> {};
    attempts().carryOut(fixture.claimed(fixture.store.queue()), new Cancellation());
    assertThat(found(queued).state())
        .isInstanceOfSatisfying(
            BuildState.Succeeded.class, end -> assertThat(end.attempt()).isEqualTo(2));
    assertThat(fixture.log(queued)).contains("Attempt 2 begins here");
  }

  @Test
  void aWorkerThatStopsLetsItsBuildsComeToTheirEndForAWhile() throws Exception {
    CountDownLatch building = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    fixture.work =
        (_, _) -> {
          building.countDown();
          await(goOn);
        };
    Build running = fixture.queue(SampleBuilds.MAIN, Trigger.PUSH);
    BuildQueue queue = fixture.store.queue();
    BuildWorker worker =
        new BuildWorker(new WorkerId("w1"), 1, queue, attempts(), Duration.ofSeconds(30));
    worker.start();
    await(building);
    Build next = fixture.queue(GitRef.ofBranch("next"), Trigger.PUSH);
    Thread closing = Thread.startVirtualThread(worker::close);
    awaitBlocked(closing);
    goOn.countDown();
    closing.join();
    assertThat(found(running).state()).isInstanceOf(BuildState.Succeeded.class);
    assertThat(found(next).state()).isInstanceOf(BuildState.Queued.class);
  }

  @Test
  void aBuildThatTakesLongerThanItMayTimesOut() throws Exception {
    fixture.reading =
        new Reading.Valid(
            new Pipeline(
                "shop",
                List.of(),
                Duration.ofMillis(50),
                List.of(Fixture.WEB),
                List.of("t"),
                List.of()));
    fixture.work = (_, cancellation) -> untilCanceled(new CountDownLatch(1), cancellation);
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    assertThat(failure(build, Failure.TimedOut.class).step()).isEqualTo("image");
  }

  @Test
  void aLogOfManyLinesArrivesWholeAndInOrder() throws Exception {
    fixture.work =
        (progress, _) -> {
          for (int i = 0; i < 50_000; i++) {
            progress.line("image", "line " + i);
          }
          progress.line("image", "x".repeat(70_000));
        };
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    var lines = fixture.store.logs().read(build.id(), 1, 100_000).lines();
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i).number()).isEqualTo(i + 1);
    }
    assertThat(lines.stream().filter(line -> line.text().startsWith("line "))).hasSize(50_000);
    assertThat(lines)
        .anyMatch(line -> line.text().endsWith("[cut: the line has 70000 characters]"));
  }

  private static Reading valid(List<ImageBuild> builds, DeploySpec deploy) {
    return new Reading.Valid(Fixture.pipeline(builds, List.of(deploy)));
  }

  private static DeploySpec deploy(@Nullable String branch, @Nullable Integer port) {
    DeploySpec like = Fixture.DEPLOY;
    return new DeploySpec(
        like.environment(),
        like.service(),
        like.build(),
        like.target(),
        branch,
        like.hosts(),
        like.limits(),
        like.replicas(),
        port == null ? Workload.USUAL : Workload.USUAL.withPort(port),
        like.healthCheck(),
        like.update(),
        like.retainReleases());
  }

  /** It has done what it could do, and waits for somebody else now. */
  private static void awaitBlocked(Thread thread) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(System.nanoTime()).as("it waits within 10 s").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private Build carryOut(GitRef ref, Trigger trigger) throws InterruptedException {
    Build queued = fixture.queue(ref, trigger);
    attempts().carryOut(fixture.claimed(queue), stopping);
    return found(queued);
  }

  private Build claimedWithin(Duration wait) throws InterruptedException {
    return queue.claim(new WorkerId("w1"), wait).orElseThrow();
  }

  private BuildAttempts attempts() {
    BuildRecords records = new BuildRecords(queue, fixture.store.logs());
    return new BuildAttempts(records, fixture.repositories, fixture.run, fixture.clock, QUICK);
  }

  private Build found(Build build) {
    return fixture.store.builds().find(build.id()).orElseThrow();
  }

  private static <T extends Failure> T failure(Build build, Class<T> type) {
    assertThat(build.state()).isInstanceOf(BuildState.Failed.class);
    return type.cast(((BuildState.Failed) build.state()).failure());
  }

  private Thread inBackground() throws InterruptedException {
    Build build = fixture.claimed(queue);
    BuildAttempts attempts = attempts();
    return Thread.ofVirtual()
        .start(() -> {
          try {
            attempts.carryOut(build, stopping);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void untilCanceled(CountDownLatch building, Cancellation cancellation) {
    CountDownLatch canceled = new CountDownLatch(1);
    try (Cancellation.Registration _ = cancellation.onCancel(canceled::countDown)) {
      building.countDown();
      await(canceled);
      throw new CancellationException("stopped");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private static void awaitDeaf(CountDownLatch latch) {
    boolean opened = false;
    while (!opened) {
      try {
        opened = latch.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException _) {
        // that is what is tested: interrupts do not help
      }
    }
  }
}
