package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.Status;
import dev.slipway.core.deploy.InMemoryDeploymentLogs;
import dev.slipway.core.deploy.InMemoryRoutes;
import dev.slipway.core.deploy.InMemoryServices;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.OneTarget;
import dev.slipway.core.deploy.Route;
import dev.slipway.core.deploy.Routes;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Share;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.HealthCheck.Probe;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.Workload;
import dev.slipway.core.secret.InMemorySecrets;
import dev.slipway.core.source.InMemoryRepositories;
import dev.slipway.deployer.target.docker.DockerTarget;
import dev.slipway.deployer.target.docker.PullLogins;
import dev.slipway.deployer.target.docker.TestImages;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The worker on a real engine, with real health checks; store and edge are in memory. */
class DeployWorkerIT {
  private static final ServiceId SHOP = ServiceId.of("shop", "production");
  private static final List<String> SERVES = List.of("httpd", "-f", "-p", "8080", "-h", "/etc");
  private static final TestImages IMAGES = new TestImages();
  private static @Nullable ImageReference busybox;

  private final InMemoryServices services = new InMemoryServices(Clock.systemUTC());
  private final InMemoryRoutes routes = new InMemoryRoutes(Clock.systemUTC(), services);
  private final BlockingQueue<DeploymentId> ended = new LinkedBlockingQueue<>();
  private final AtomicInteger outages = new AtomicInteger();
  private final String installation = IMAGES.installation + "-worker";
  private final DockerTarget target =
      new DockerTarget(IMAGES.engine, installation, PullLogins.NONE);
  private final DeployWorker worker = worker();
  private long build;

  @BeforeAll
  static void pushTheImage() throws Exception {
    busybox = IMAGES.busybox();
  }

  @BeforeEach
  void start() {
    routes.follow(DeployWorkerIT.edge(routes));
    worker.start();
  }

  @AfterEach
  void stop() {
    worker.close();
    IMAGES.removeContainers(installation);
  }

  @AfterAll
  static void removeTheRest() throws Exception {
    IMAGES.close();
  }

  @Test
  void aReleaseGoesLiveAndTheNextOneReplacesIt() throws Exception {
    Deployment first = rollOut(SERVES, new Probe.Http("/passwd"));
    Deployment second = rollOut(SERVES, new Probe.Http("/passwd"));

    assertThat(first.state()).isInstanceOf(Live.class);
    assertThat(second.state())
        .isInstanceOfSatisfying(
            Live.class,
            live ->
                assertThat(routes.find(SHOP).orElseThrow().instances())
                    .isEqualTo(live.instances()));
    assertThat(IMAGES.containers(installation))
        .extracting(Container::getState)
        .containsExactlyInAnyOrder("running", "paused");
    tell(second);
  }

  @Test
  void withoutAPathTheOpenPortDecides() throws Exception {
    Deployment deployment = rollOut(SERVES, new Probe.Inferred());

    assertThat(deployment.state()).isInstanceOf(Live.class);
    tell(deployment);
  }

  @Test
  void aProgramThatListensOnItsOwnLoopbackOnlyIsTakenForClosed() throws Exception {
    rollOut(SERVES, new Probe.Tcp());
    List<String> inside = List.of("httpd", "-f", "-p", "127.0.0.1:8080", "-h", "/etc");

    Cause cause = failure(rollOut(inside, new Probe.Tcp()));

    assertThat(cause.phase()).isEqualTo("checking");
    assertThat(cause.message()).contains("port 8080 did not open").contains("closed at once");
    assertThat(cause.hint()).contains("0.0.0.0:8080");
    assertThat(routes.find(SHOP).orElseThrow().shares())
        .extracting(Share::release)
        .containsExactly(1);
    assertThat(IMAGES.containers(installation)).hasSize(1);
  }

  @Test
  void aProgramThatEndsFailsWithItsLastLines() throws Exception {
    Deployment deployment =
        rollOut(List.of("sh", "-c", "echo no DATABASE_URL; exit 3"), new Probe.Inferred());

    Cause cause = failure(deployment);
    assertThat(cause.message()).isEqualTo("the container of v1 ended with exit code 3");
    assertThat(cause.lastLines()).containsExactly("no DATABASE_URL");
    assertThat(IMAGES.containers(installation)).isEmpty();
  }

  @Test
  void aStoreThatIsAwayForAMomentCostsNoNewAttempt() throws Exception {
    outages.set(3);

    Deployment deployment = rollOut(SERVES, new Probe.Http("/passwd"));

    assertThat(deployment.state()).isInstanceOf(Live.class);
    assertThat(deployment.attempt()).isEqualTo(1);
    assertThat(IMAGES.containers(installation)).hasSize(1);
  }

  @Test
  void aWorkerThatIsClosedMidwayLeavesTheRolloutToItsNextStart() throws Exception {
    HealthCheck patient =
        new HealthCheck(
            new Probe.Http("/never"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            60,
            Duration.ZERO);
    Deployment queued = services.handOver(release(SERVES, patient));
    awaitPhase(queued.id(), Status.CHECKING);

    worker.close();

    Deployment left = services.deployment(queued.id()).orElseThrow();
    assertThat(left.state().status()).isEqualTo(Status.CHECKING);
    assertThat(IMAGES.containers(installation)).hasSize(1);
  }

  private Deployment rollOut(List<String> command, Probe probe) throws InterruptedException {
    HealthCheck check =
        new HealthCheck(probe, Duration.ofMillis(500), Duration.ofSeconds(2), 4, Duration.ZERO);
    DeploymentId id = services.handOver(release(command, check)).id();
    assertThat(ended.poll(30, TimeUnit.SECONDS)).isEqualTo(id);
    return services.deployment(id).orElseThrow();
  }

  private void awaitPhase(DeploymentId id, Status phase) throws InterruptedException {
    // The rollout's own moves are the signals: each one is offered to the queue below.
    while (services.deployment(id).orElseThrow().state().status() != phase) {
      assertThat(moved.poll(30, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private final BlockingQueue<Status> moved = new LinkedBlockingQueue<>();

  private DeployWorker worker() {
    DeployerStore store =
        new DeployerStore(
            new Watched(),
            services,
            routes,
            new InMemorySecrets(new InMemoryRepositories(), Clock.systemUTC()),
            new InMemoryDeploymentLogs());
    return DeployWorker.of(
        store, new OneTarget(target), new WorkerId("worker"), 2, Clock.systemUTC());
  }

  private NewRelease release(List<String> command, HealthCheck check) {
    build++;
    NewRelease sample = SampleReleases.deploy("shop", build);
    return sample
        .with(
            sample
                .spec()
                .withReplicas(1)
                .withWorkload(
                    new Workload(
                        8080,
                        command,
                        Map.of(),
                        List.of(),
                        Resources.UNLIMITED,
                        Duration.ofSeconds(5)))
                .withHealthCheck(check),
            Map.of())
        .of(Objects.requireNonNull(busybox));
  }

  /** Applies each route at once. */
  private static Routes.Listener edge(InMemoryRoutes routes) {
    return all ->
        routes.report(
            new Routes.EdgeReport(
                "edge-1",
                all.stream().mapToLong(Route::version).max().orElse(0),
                Map.of(),
                List.of()));
  }

  private static Cause failure(Deployment deployment) {
    assertThat(deployment.state()).isInstanceOf(Failed.class);
    return ((Failed) deployment.state()).cause();
  }

  /** The figures, for whoever reads the test's output. */
  private static void tell(Deployment deployment) {
    StringBuilder line = new StringBuilder("rollout:");
    for (Deployment.Phase phase : deployment.phases()) {
      if (phase.finishedAt() != null) {
        long millis = Duration.between(phase.startedAt(), phase.finishedAt()).toMillis();
        line.append(' ').append(phase.name().id()).append(' ').append(millis).append(" ms");
        line.append(" (").append(phase.detail()).append(')');
      }
    }
    System.out.println(line);
  }

  /** Tells when a deployment moves and ends, and can be out of reach for some calls. */
  private final class Watched implements DeploymentQueue {
    @Override
    public Optional<Deployment> claim(WorkerId deployer, Duration wait)
        throws InterruptedException {
      return services.claim(deployer, wait);
    }

    @Override
    public boolean renew(DeploymentId id, int attempt) {
      return services.renew(id, attempt);
    }

    @Override
    public Optional<Deployment> move(Deployment seen, DeploymentState to, String detail) {
      if (to instanceof DeploymentState.Switching && outages.getAndDecrement() > 0) {
        throw new IllegalStateException("the store is away");
      }
      Optional<Deployment> after = services.move(seen, to, detail);
      moved.add(to.status());
      if (to.ended()) {
        ended.add(seen.id());
      }
      return after;
    }
  }
}
