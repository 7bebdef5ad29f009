package dev.slipway.deployer;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.InMemoryServices;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** Everything that a rollout needs, in memory, with time under the test's control. */
final class Scene {
  static final ServiceId SHOP = ServiceId.of("shop", "production");
  private static final WorkerId WORKER = new WorkerId("worker-1");

  final FakeTime time = new FakeTime();
  final FakePlace place = new FakePlace(time);
  final FakeEdges edges = new FakeEdges(time);
  InMemoryServices services = new InMemoryServices(time.clock);
  private long build;

  /** Queues a release with one replica and the default health check. */
  Deployment push() {
    return push(HealthCheck.DEFAULT);
  }

  Deployment push(HealthCheck check) {
    build++;
    NewRelease sample = SampleReleases.deploy("shop", build);
    return services.handOver(withSpec(sample, spec(sample.spec(), check)));
  }

  /** Claims what is next and rolls it out to its end, with a heartbeat as the worker has it. */
  Deployment rollOut() throws Exception {
    Deployment claimed = claim();
    Lease lease = new Lease(services, claimed, time);
    beat(lease);
    return rollout(services).run(claimed, lease);
  }

  /** Pushes and rolls out. */
  Deployment deploy() throws Exception {
    push();
    return rollOut();
  }

  private void beat(Lease lease) {
    time.after(
        DeploymentQueue.LEASE.dividedBy(3),
        () -> {
          if (lease.renew()) {
            beat(lease);
          }
        });
  }

  /**
   * Claims what is next and dies at a move.
   *
   * @param dies asked before each move (with false) and after it was recorded (with true)
   */
  void dieAt(BiPredicate<DeploymentState, Boolean> dies) throws Exception {
    Deployment claimed = claim();
    Rollout rollout = rollout(new MortalQueue(services, dies));
    try {
      rollout.run(claimed, new Lease(services, claimed, time));
      throw new AssertionError("it should have died on the way");
    } catch (Death e) {
      services = services.restarted();
    }
  }

  Deployment claim() throws InterruptedException {
    return services.claim(WORKER, Duration.ZERO).orElseThrow();
  }

  Rollout rollout(DeploymentQueue queue) {
    return Rollout.with(queue, services, edges, place, place, time);
  }

  Service shop() {
    return services.find(SHOP).orElseThrow();
  }

  /** Which release has the traffic, as the hosts see it; 0 for none. */
  int served() {
    return edges
        .find(SHOP)
        .filter(route -> !route.hosts().isEmpty())
        .map(r -> r.release())
        .orElse(0);
  }

  /** Whether whatever the route names runs. */
  boolean routeIsAlive() {
    return edges
        .find(SHOP)
        .filter(route -> Set.copyOf(place.running()).containsAll(route.instances()))
        .isPresent();
  }

  private static DeploySpec spec(DeploySpec sample, HealthCheck check) {
    return new DeploySpec(
        sample.environment(),
        sample.service(),
        sample.build(),
        sample.target(),
        sample.branch(),
        sample.hosts(),
        8080,
        1,
        List.of(),
        check,
        sample.stopGracePeriod(),
        sample.env(),
        sample.resources());
  }

  private static NewRelease withSpec(NewRelease sample, DeploySpec spec) {
    return new NewRelease(
        sample.deployment(),
        sample.service(),
        sample.repositoryId(),
        sample.repository(),
        sample.image(),
        spec,
        sample.commit(),
        sample.build(),
        sample.buildNumber(),
        sample.kind(),
        sample.rolledBackTo(),
        sample.by(),
        sample.reason(),
        sample.createdAt());
  }

  /** The process is no more. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private record MortalQueue(InMemoryServices queue, BiPredicate<DeploymentState, Boolean> dies)
      implements DeploymentQueue {
    @Override
    public Optional<Deployment> claim(WorkerId deployer, Duration wait)
        throws InterruptedException {
      return queue.claim(deployer, wait);
    }

    @Override
    public boolean renew(DeploymentId id, int attempt) {
      return queue.renew(id, attempt);
    }

    @Override
    public Optional<Deployment> move(Deployment seen, DeploymentState to, String detail) {
      dieIf(dies.test(to, false));
      Optional<Deployment> moved = queue.move(seen, to, detail);
      dieIf(dies.test(to, true));
      return moved;
    }

    private static void dieIf(boolean now) {
      if (now) {
        throw new Death();
      }
    }
  }
}
