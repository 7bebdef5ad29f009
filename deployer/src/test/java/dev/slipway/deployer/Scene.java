package dev.slipway.deployer;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.DeploymentQueue;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.InMemoryDeploymentLogs;
import dev.slipway.core.deploy.InMemoryServices;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.OneTarget;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.deploy.Service;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.HealthCheck;
import dev.slipway.core.pipeline.UpdatePlan;
import dev.slipway.core.secret.InMemorySecrets;
import dev.slipway.core.secret.SecretVersion;
import dev.slipway.core.source.InMemoryRepositories;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/** Everything that a rollout needs, in memory, with time under the test's control. */
final class Scene {
  static final ServiceId SHOP = ServiceId.of("shop", "production");
  static final WorkerId WORKER = new WorkerId("worker-1");

  final FakeTime time = new FakeTime();
  final FakePlace place = new FakePlace(time);
  final FakeEdges edges = new FakeEdges(time);
  final InMemorySecrets secrets = new InMemorySecrets(new InMemoryRepositories(), time.clock);
  final InMemoryDeploymentLogs logs = new InMemoryDeploymentLogs();

  /** Those of the releases that are pushed from now on. */
  Map<String, SecretVersion> versions = Map.of();

  InMemoryServices services = new InMemoryServices(time.clock);
  private long build;

  /** Queues a release with one replica, the default health check and no watching. */
  Deployment push() {
    return push(UnaryOperator.identity());
  }

  Deployment push(HealthCheck check) {
    return push(spec -> spec.withHealthCheck(check));
  }

  /** The same with a specification of its own. */
  Deployment push(UnaryOperator<DeploySpec> changed) {
    build++;
    NewRelease sample = SampleReleases.deploy("shop", build);
    DeploySpec spec = sample.spec().withReplicas(1).withUpdate(unwatched(UpdatePlan.USUAL));
    return services.handOver(sample.with(changed.apply(spec), versions));
  }

  /** Pushes such a release and rolls it out. */
  Deployment deploy(UnaryOperator<DeploySpec> changed) throws Exception {
    push(changed);
    return rollOut();
  }

  private static UpdatePlan unwatched(UpdatePlan plan) {
    return new UpdatePlan(
        plan.order(),
        plan.parallelism(),
        Duration.ZERO,
        plan.onFailure(),
        plan.canary(),
        plan.releaseCommand(),
        plan.reversible(),
        plan.standby());
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
    DeployerStore store = new DeployerStore(queue, services, edges, secrets, logs);
    return new Assembly(store, place, time, time.clock).rollout(new OneTarget(place));
  }

  Service shop() {
    return services.find(SHOP).orElseThrow();
  }

  /** Which release has the traffic, as the hosts see it; 0 for none. */
  int served() {
    return edges
        .find(SHOP)
        .filter(route -> !route.entrances().isEmpty())
        .map(route -> route.shares().getFirst().release())
        .orElse(0);
  }

  /** Whether whatever the route names runs. */
  boolean routeIsAlive() {
    return edges
        .find(SHOP)
        .filter(route -> Set.copyOf(place.running()).containsAll(route.instances()))
        .isPresent();
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
