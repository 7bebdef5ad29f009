package dev.slipway.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.core.NameFilter;
import dev.slipway.core.Secret;
import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildQueue.GroupPlace;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.ImageBuilder.LayerCache;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.build.Trigger;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.pipeline.Concurrency;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.EnvValue;
import dev.slipway.core.pipeline.HostPath;
import dev.slipway.core.pipeline.ImageBuild;
import dev.slipway.core.pipeline.Pipeline;
import dev.slipway.core.pipeline.PipelineReader.Reading;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.Step;
import dev.slipway.core.secret.SecretScope;
import dev.slipway.core.source.GitRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a pipeline with more than a Dockerfile comes to. */
@Timeout(60)
class PipelineRunTest {
  private static final Step UNIT = step(Map.of());
  private static final Step WITH_TOKEN =
      step(Map.of("TOKEN", new EnvValue.FromSecret("CODECOV_TOKEN")));
  private static final ImageBuild WEB = image("web", "web/**");
  private static final ImageBuild API = image("api", "api/**");

  private final Fixture fixture = new Fixture();

  @Test
  void stepsRunBeforeTheImagesAndAreToldTheirBuild() throws Exception {
    fixture.reading = pipeline(null, List.of(UNIT), List.of(Fixture.WEB));
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);

    assertThat(build.state()).isInstanceOf(BuildState.Succeeded.class);
    assertThat(fixture.stepOrders)
        .singleElement()
        .satisfies(order -> {
          assertThat(order.steps()).containsExactly(UNIT);
          assertThat(order.variables())
              .containsEntry("SLIPWAY_SHA", Fixture.COMMIT.hex())
              .containsEntry("SLIPWAY_BRANCH", "main")
              .containsEntry("SLIPWAY_BUILD", "1")
              .containsEntry("CI", "true");
        });
    assertThat(fixture.orders).hasSize(1);
  }

  @Test
  void aJavaProjectWithoutADockerfileIsPackagedInAStep() throws Exception {
    fixture.files.clear();
    fixture.files.put("pom.xml", "<project/>");
    fixture.reading = pipeline(null, List.of(), List.of(Fixture.WEB));
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    assertThat(build.state()).isInstanceOf(BuildState.Succeeded.class);
    assertThat(fixture.stepOrders)
        .singleElement()
        .satisfies(order -> {
          Step step = order.steps().getFirst();
          assertThat(step.name()).isEqualTo("package");
          assertThat(step.image()).isEqualTo("maven:3.9-eclipse-temurin-25");
          assertThat(step.cache()).containsExactly("/root/.m2");
        });
    assertThat(fixture.orders).hasSize(1);
    assertThat(fixture.log(build))
        .contains(
            "web has no Dockerfile, but pom.xml: packaged in step package with"
                + " maven:3.9-eclipse-temurin-25, and its jar becomes an image");
  }

  @Test
  void whoAsksForABuildWithoutCachesGetsNothingOfEarlierOnes() throws Exception {
    fixture.files.clear();
    fixture.files.put("pom.xml", "<project/>");
    fixture.reading = pipeline(null, List.of(), List.of(Fixture.WEB));
    Build build = carryOut(SampleBuilds.MAIN, Trigger.REBUILD);
    assertThat(fixture.stepOrders.getFirst().steps())
        .allSatisfy(step -> assertThat(step.cache()).isEmpty());
    assertThat(fixture.orders)
        .singleElement()
        .satisfies(order -> {
          assertThat(order.spec().cache()).isEqualTo(ImageBuild.Cache.OFF);
          assertThat(order.cache()).isEqualTo(LayerCache.NONE);
        });
    assertThat(fixture.log(build)).contains("Nothing is taken from earlier builds, as asked for");
  }

  @Test
  void aJavaProjectsOwnStepsPackageItWhereAnImageIsAskedFor() throws Exception {
    fixture.files.clear();
    fixture.files.put("build.gradle", "");
    ImageBuild asked =
        new ImageBuild(
            "web",
            "",
            "Dockerfile",
            null,
            Map.of(),
            List.of(),
            List.of(),
            ImageBuild.Cache.REGISTRY,
            ImageBuild.Engine.JIB,
            NameFilter.ALL);
    fixture.reading = pipeline(null, List.of(UNIT), List.of(asked));
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    assertThat(fixture.stepOrders.getFirst().steps()).containsExactly(UNIT);
    assertThat(fixture.orders).hasSize(1);
    assertThat(fixture.log(build))
        .contains(
            "web has no Dockerfile, but build.gradle: packaged by the steps, and its jar becomes"
                + " an image");

    fixture.reading = pipeline(null, List.of(UNIT), List.of(Fixture.WEB));
    assertThat(fixture.log(carryOut(SampleBuilds.MAIN, Trigger.PUSH)))
        .contains(
            "No Dockerfile: only the steps are run; `build: { engine: jib }` makes an image of"
                + " their jar");
    assertThat(fixture.orders).hasSize(1);
  }

  @Test
  void stepsAloneNeedNoDockerfile() throws Exception {
    fixture.files.clear();
    fixture.reading = pipeline(null, List.of(UNIT), List.of(Fixture.WEB));
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);

    assertThat(build.state()).isInstanceOf(BuildState.Succeeded.class);
    assertThat(fixture.log(build)).contains("No Dockerfile: only the steps are run");
    assertThat(fixture.orders).isEmpty();
    assertThat(fixture.released).isEmpty();
  }

  @Test
  void secretsReachTheStepsAndNeverTheLog() throws Exception {
    fixture.reading = pipeline(null, List.of(WITH_TOKEN), List.of(Fixture.WEB));
    secret("CODECOV_TOKEN", "correct-horse-battery");
    fixture.work =
        (progress, _) -> {
          progress.line("image", "curl https://user:correct-horse-battery@example.com");
          throw new BuildFailedException(
              new Failure.StepFailed("image", "correct-horse-battery was refused", "try another"));
        };
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);

    assertThat(fixture.stepOrders.getFirst().secrets()).containsOnlyKeys("CODECOV_TOKEN");
    assertThat(String.join("\n", fixture.log(build)))
        .contains("got ***", "user:***@example.com")
        .doesNotContain("correct-horse");
    assertThat(((BuildState.Failed) build.state()).failure().message())
        .isEqualTo("*** was refused");
  }

  @Test
  void aSecretThatNobodySetIsNamedBeforeAnythingRuns() throws Exception {
    fixture.reading = pipeline(null, List.of(WITH_TOKEN), List.of(Fixture.WEB));
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);

    Failure failure = ((BuildState.Failed) build.state()).failure();
    assertThat(failure.message())
        .isEqualTo("steps.unit: there is no secret CODECOV_TOKEN for acme/shop");
    assertThat(failure.hint()).contains("slipway secrets set acme/shop CODECOV_TOKEN");
    assertThat(build.steps())
        .extracting(StepReport::name, StepReport::status)
        .containsExactly(
            tuple("checkout", StepReport.Status.SUCCEEDED),
            tuple("pipeline", StepReport.Status.FAILED));
    assertThat(fixture.stepOrders).isEmpty();
  }

  @Test
  void aForkGetsNoSecretsAndWritesNoCache() throws Exception {
    fixture.reading = pipeline(null, List.of(WITH_TOKEN), List.of(Fixture.WEB));
    secret("CODECOV_TOKEN", "correct-horse-battery");
    carryOut(fixture.queuePullRequest(true, Trigger.PULL_REQUEST));

    assertThat(fixture.stepOrders.getFirst().secrets()).isEmpty();
    assertThat(fixture.stepOrders.getFirst().fromFork()).isTrue();
    assertThat(fixture.orders.getFirst().secrets()).isEmpty();
    assertThat(fixture.orders.getFirst().cache().to()).isNull();
  }

  @Test
  void anImageGetsTheSecretsThatItNamesAndNoOthers() throws Exception {
    ImageBuild image =
        new ImageBuild(
            "web",
            "",
            "Dockerfile",
            null,
            Map.of(),
            List.of("NPM_TOKEN"),
            List.of(),
            ImageBuild.Cache.OFF,
            ImageBuild.Engine.AUTO,
            NameFilter.ALL);
    fixture.reading = pipeline(null, List.of(WITH_TOKEN), List.of(image));
    secret("CODECOV_TOKEN", "correct-horse-battery");
    secret("NPM_TOKEN", "npm-0123456789");
    carryOut(SampleBuilds.MAIN, Trigger.PUSH);

    assertThat(fixture.orders.getFirst().secrets()).containsOnlyKeys("NPM_TOKEN");
    assertThat(fixture.orders.getFirst().cache()).isEqualTo(LayerCache.NONE);
  }

  @Test
  void theCacheOfABranchFallsBackToTheDefaultBranch() throws Exception {
    carryOut(GitRef.ofBranch("feature/a"), Trigger.PUSH);
    LayerCache cache = fixture.orders.getFirst().cache();

    assertThat(cache.from()).hasSize(2).first().isEqualTo(cache.to());
    assertThat(cache.from().getFirst()).startsWith("slipway-cache-feature-a-");
    assertThat(cache.from().getLast()).startsWith("slipway-cache-main-");
  }

  @Test
  void onlyTheImagesThatSomethingChangedForAreBuiltAndDeployed() throws Exception {
    Build first = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    fixture.orders.clear();
    fixture.released.clear();
    fixture.changed.put(first.request().commit().sha(), List.of("api/Main.java"));
    fixture.files.put("api/Main.java", "");
    fixture.reading =
        new Reading.Valid(
            new Pipeline(
                "shop",
                List.of(),
                Duration.ofMinutes(30),
                List.of(WEB, API),
                List.of("latest"),
                List.of(deploy("web"), deploy("api"))));
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);

    assertThat(fixture.orders).extracting(order -> order.spec().name()).containsExactly("api");
    assertThat(fixture.orders.getFirst().repository()).isEqualTo("acme/shop/api");
    assertThat(fixture.released)
        .extracting(NewRelease::service)
        .extracting(Object::toString)
        .singleElement()
        .asString()
        .contains("api");
    assertThat(fixture.log(build)).contains("web stays as it is: nothing changed for its image");
  }

  @Test
  void whereNothingChangedForAnyImageTheBuildIsSkipped() throws Exception {
    Build first = carryOut(SampleBuilds.MAIN, Trigger.PUSH);
    fixture.changed.put(first.request().commit().sha(), List.of("README.md"));
    fixture.reading = pipeline(null, List.of(), List.of(WEB, API));
    Build build = carryOut(SampleBuilds.MAIN, Trigger.PUSH);

    assertThat(build.state())
        .isInstanceOfSatisfying(
            BuildState.Skipped.class,
            state ->
                assertThat(state.reason())
                    .isEqualTo("nothing changed that an image is built from"));
  }

  @Test
  void aBuildWaitsUntilTheOtherOneOfItsGroupHasEnded() throws Exception {
    Build other = fixture.queue(GitRef.ofBranch("other"), Trigger.PUSH);
    var queue = fixture.store.queue();
    assertThat(queue.claim(new WorkerId("w2"), Duration.ZERO)).isPresent();
    assertThat(queue.enter(other.id(), 1, "deploys", false)).isEqualTo(new GroupPlace.Entered());
    fixture.reading = pipeline(new Concurrency("deploys", false), List.of(), List.of(Fixture.WEB));
    Build second = fixture.queue(SampleBuilds.MAIN, Trigger.PUSH);
    Thread running = Thread.startVirtualThread(this::attempt);
    fixture.awaitLine(second, "Waits for build 1 of the concurrency group \"deploys\"");
    assertThat(fixture.orders).isEmpty();

    BuildState.Canceled end =
        new BuildState.Canceled(1, fixture.clock.instant(), fixture.clock.instant(), "ada", "no");
    queue.finish(other.id(), 1, end, List.of(), Duration.ZERO);
    running.join();

    assertThat(found(second).state()).isInstanceOf(BuildState.Succeeded.class);
  }

  private void secret(String name, String value) {
    fixture.secrets.put(
        new SecretScope.OfRepository(SampleBuilds.SHOP), new Secret(name, value), "ada");
  }

  private static Step step(Map<String, EnvValue> env) {
    return new Step(
        "unit",
        "busybox:latest",
        List.of("true"),
        env,
        List.of(),
        Resources.UNLIMITED,
        Set.of(),
        false,
        null,
        null);
  }

  private static ImageBuild image(String name, String path) {
    return new ImageBuild(
        name,
        "",
        "Dockerfile",
        null,
        Map.of(),
        List.of(),
        List.of(),
        ImageBuild.Cache.REGISTRY,
        ImageBuild.Engine.AUTO,
        NameFilter.of(List.of(path)));
  }

  private static DeploySpec deploy(String image) {
    DeploySpec like = Fixture.DEPLOY;
    return new DeploySpec(
        like.environment(),
        image,
        image,
        like.target(),
        null,
        List.of(HostPath.parse(image + ".localhost")),
        like.limits(),
        1,
        like.workload(),
        like.healthCheck(),
        like.update(),
        like.retainReleases());
  }

  private static Reading pipeline(
      @Nullable Concurrency concurrency, List<Step> steps, List<ImageBuild> images) {
    return new Reading.Valid(
        new Pipeline(
            "shop",
            List.of(),
            concurrency,
            Duration.ofMinutes(30),
            steps,
            List.of(),
            images,
            List.of("latest"),
            List.of()));
  }

  private Build carryOut(GitRef ref, Trigger trigger) throws InterruptedException {
    return carryOut(fixture.queue(ref, trigger));
  }

  private Build carryOut(Build queued) throws InterruptedException {
    attempt();
    return found(queued);
  }

  private Build found(Build build) {
    return fixture.store.builds().find(build.id()).orElseThrow();
  }

  private void attempt() {
    BuildRecords records = new BuildRecords(fixture.store.queue(), fixture.store.logs());
    try {
      new BuildAttempts(records, fixture.repositories, fixture.run, fixture.clock)
          .carryOut(fixture.claimed(fixture.store.queue()), new Cancellation());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
