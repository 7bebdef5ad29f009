package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.InMemoryDeploymentLogs;
import dev.slipway.core.deploy.InMemoryRoutes;
import dev.slipway.core.deploy.InMemoryServices;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.OneTarget;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Share;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Placed;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.secret.InMemorySecrets;
import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.deployer.target.docker.TestImages;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rolls out each bad release over a good one while somebody asks for the good one's page again and
 * again: every time it is answered, the right sentence is told, and the good one's container is the
 * same afterwards.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BadReleasesContract {
  private static final ServiceId SHOP = ServiceId.of("shop", "production");
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);

  /** The registry and the engine of the test. */
  final TestImages images = new TestImages();

  final String installation = images.installation + "-bad";
  private final InMemoryServices services = new InMemoryServices(Clock.systemUTC());
  private final InMemoryRoutes routes = new InMemoryRoutes(Clock.systemUTC(), services);
  private final BlockingQueue<DeploymentId> ended = new LinkedBlockingQueue<>();
  private @Nullable DeployWorker worker;
  private @Nullable ImageReference good;
  private @Nullable Visitor visitor;
  private long build;

  abstract Target target();

  /** Before anything is rolled out. */
  void prepareThePlace() {}

  /** Removes all containers. */
  abstract void clearThePlace();

  @BeforeAll
  void rollOutAGoodOne() throws Exception {
    prepareThePlace();
    good = images.busybox();
    routes.follow(all -> routes.report(applied(all)));
    services.onMove(id -> {
      if (services.deployment(id).orElseThrow().state().ended()) {
        ended.add(id);
      }
    });
    worker = worker();
    worker.start();
    BadRelease fine = BadRelease.of("fine", List.of("httpd", "-f", "-p", "8080", "-h", "/etc"), "");
    assertThat(rollOut(fine, good()).state()).isInstanceOf(Live.class);
  }

  private static Routes.EdgeReport applied(List<Route> all) {
    long newest = all.stream().mapToLong(Route::version).max().orElse(0);
    return new Routes.EdgeReport("edge-1", newest, Map.of(), List.of());
  }

  @BeforeEach
  void visit() {
    visitor = new Visitor(routes, SHOP, "/passwd");
  }

  @AfterEach
  void everyVisitWasAnswered() throws Exception {
    Visitor leaving = Objects.requireNonNull(visitor);
    leaving.close();
    assertThat(leaving.failures()).isEmpty();
    assertThat(leaving.answered()).isPositive();
    services.resume(SHOP);
  }

  @AfterAll
  void removeEverything() throws Exception {
    Objects.requireNonNull(worker).close();
    clearThePlace();
    images.close();
  }

  static List<BadRelease> bad() {
    return BadReleases.all();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadReleaseLeavesTheGoodOneServingAndSaysWhatIsWrong(BadRelease bad) throws Exception {
    ImageReference image =
        bad.dockerfile().isEmpty()
            ? good()
            : images.image(
                bad.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"),
                bad.dockerfile().toArray(String[]::new));
    holdsBackAndTells(bad, image);
  }

  @Test
  void aReleaseWhoseImageIsNotThereLeavesTheGoodOneServing() throws Exception {
    ImageReference missing = new ImageReference(good().repository(), "sha256:" + "ab".repeat(32));
    BadRelease bad =
        BadRelease.that("unpullable", "exit 0", "could not pull image .*" + "ab".repeat(32));
    holdsBackAndTells(bad, missing);
  }

  private void holdsBackAndTells(BadRelease bad, ImageReference image) throws Exception {
    List<Instance> before = serving();

    Deployment deployment = rollOut(bad, image);

    assertThat(sentence(deployment.state())).containsPattern(bad.sentence());
    assertThat(serving()).isEqualTo(before);
    assertThat(routes.find(SHOP).orElseThrow().shares())
        .extracting(Share::release)
        .containsExactly(1);
    assertThat(target().containers(SHOP)).extracting(Placed::instance).isEqualTo(before);
    assertThat(target().condition(before.getFirst())).isInstanceOf(Target.Condition.Running.class);
  }

  private static String sentence(DeploymentState state) {
    return switch (state) {
      case Failed(Cause cause) -> cause.message();
      case RolledBack(var _, String because) -> because;
      default -> "it is " + state;
    };
  }

  private List<Instance> serving() {
    return routes.find(SHOP).orElseThrow().instances();
  }

  private Deployment rollOut(BadRelease bad, ImageReference image) throws InterruptedException {
    build++;
    NewRelease sample = SampleReleases.deploy("shop", build);
    DeploySpec spec = bad.spec(sample.spec().withReplicas(1));
    DeploymentId id = services.handOver(sample.with(spec, Map.of()).of(image)).id();
    assertThat(ended.poll(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)).isEqualTo(id);
    return services.deployment(id).orElseThrow();
  }

  private DeployWorker worker() {
    DeployerStore store =
        new DeployerStore(
            services,
            services,
            routes,
            new InMemorySecrets(new InMemoryRepositories(), Clock.systemUTC()),
            new InMemoryDeploymentLogs());
    return DeployWorker.of(
        store, new OneTarget(target()), new WorkerId("worker"), 2, Clock.systemUTC());
  }

  private ImageReference good() {
    return Objects.requireNonNull(good);
  }
}
