package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.DeploymentState.Starting;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Target.Condition.Exited;
import dev.slipway.core.deploy.Target.Condition.Gone;
import dev.slipway.core.deploy.Target.Condition.Running;
import dev.slipway.core.deploy.Target.Health;
import dev.slipway.core.pipeline.DeploySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What every place that runs containers must do. */
public abstract class TargetContract {
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** The target, for one installation. */
  protected abstract Target target();

  /** A target on the same place for another installation. */
  protected abstract Target foreignTarget();

  /** A fresh release of the service whose containers behave as asked. */
  protected abstract NewRelease release(String service, Behaviour behaviour, int replicas);

  /** What a container does. */
  protected enum Behaviour {
    /** Answers on its port until it is told to end. */
    SERVES,
    /**
     * Says "no config" on its standard output, a moment later "giving up" on the other, and ends
     * with exit code 3.
     */
    EXITS,
    /** Uses more memory than it may. */
    GREEDY,
    /** Does not end when it is told to. */
    STUBBORN
  }

  @Test
  void containersThatAreStartedRunAndAreItsOwn() throws Exception {
    Started started = start("serves", Behaviour.SERVES, 2);

    assertThat(started.instances()).hasSize(2);
    assertThat(started.instances())
        .allSatisfy(i -> assertThat(target().condition(i)).isEqualTo(new Running(Health.NONE)));
    assertThat(target().own(started.deployment()))
        .containsExactlyInAnyOrderElementsOf(started.instances());
    assertThat(target().others(started.deployment())).isEmpty();
  }

  @Test
  void startingAgainAfterACrashAdoptsWhatRuns() throws Exception {
    Started started = start("adopted", Behaviour.SERVES, 2);

    assertThat(target().start(started.deployment(), started.release()))
        .containsExactlyElementsOf(started.instances());
    assertThat(target().own(started.deployment())).hasSize(2);
  }

  @Test
  void startingAgainReplacesOnlyWhatIsMissing() throws Exception {
    Started started = start("completed", Behaviour.SERVES, 2);
    target().stop(started.instances().getFirst(), Duration.ZERO);

    List<Instance> again = target().start(started.deployment(), started.release());

    assertThat(again).hasSize(2).contains(started.instances().getLast());
    assertThat(again).doesNotContain(started.instances().getFirst());
  }

  @Test
  void startingAgainRemovesWhatHasEnded() throws Exception {
    Started started = start("replaced", Behaviour.EXITS, 1);
    Instance ended = started.instances().getFirst();
    await(ended, condition -> condition instanceof Exited);

    assertThat(target().start(started.deployment(), started.release())).doesNotContain(ended);
    assertThat(target().condition(ended)).isEqualTo(new Gone());
  }

  @Test
  void aContainerThatEndsTellsItsExitCodeAndItsLastLines() throws Exception {
    Started started = start("exits", Behaviour.EXITS, 1);
    Instance instance = started.instances().getFirst();

    assertThat(await(instance, condition -> condition instanceof Exited))
        .isEqualTo(new Exited(3, false));
    assertThat(target().lastLines(instance, 40)).containsExactly("no config", "giving up");
    assertThat(target().lastLines(instance, 1)).containsExactly("giving up");
  }

  @Test
  void aContainerThatUsesTooMuchMemoryTellsSo() throws Exception {
    Started started = start("greedy", Behaviour.GREEDY, 1);

    assertThat(await(started.instances().getFirst(), condition -> condition instanceof Exited))
        .isInstanceOfSatisfying(Exited.class, exited -> assertThat(exited.outOfMemory()).isTrue());
  }

  @Test
  void containersOfOtherDeploymentsOfTheServiceAreTheOthers() throws Exception {
    Started old = start("shared", Behaviour.SERVES, 1);
    Started fresh = start("shared", Behaviour.SERVES, 1);
    start("neighbour", Behaviour.SERVES, 1);

    assertThat(target().others(fresh.deployment())).isEqualTo(old.instances());
  }

  @Test
  void anotherInstallationsContainersAreNeitherSeenNorAdopted() throws Exception {
    Started ours = start("private", Behaviour.SERVES, 1);

    assertThat(foreignTarget().own(ours.deployment())).isEmpty();
    Deployment theirs = deployment(new Release(2, release("private", Behaviour.SERVES, 1)));
    assertThat(foreignTarget().others(theirs)).isEmpty();
    List<Instance> started = foreignTarget().start(ours.deployment(), ours.release());
    assertThat(started).isNotEmpty().doesNotContainAnyElementsOf(ours.instances());
    foreignTarget().stop(started.getFirst(), Duration.ZERO);
    assertThat(target().condition(ours.instances().getFirst())).isInstanceOf(Running.class);
  }

  @Test
  void stoppingEndsItAndCanBeRepeated() throws Exception {
    Started started = start("stopped", Behaviour.SERVES, 1);
    Instance instance = started.instances().getFirst();
    target().keep(instance);

    target().stop(instance, GRACE);
    target().stop(instance, GRACE);

    assertThat(target().condition(instance)).isEqualTo(new Gone());
    assertThat(target().lastLines(instance, 5)).isEmpty();
    assertThat(target().own(started.deployment())).isEmpty();
  }

  @Test
  void whatDoesNotEndByItselfIsKilledAfterTheGracePeriod() throws Exception {
    Started started = start("stubborn", Behaviour.STUBBORN, 1);
    Instance instance = started.instances().getFirst();
    Duration grace = Duration.ofMillis(300);
    long before = System.nanoTime();

    target().stop(instance, grace);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(grace);
    assertThat(target().condition(instance)).isEqualTo(new Gone());
  }

  private Started start(String service, Behaviour behaviour, int replicas) throws TargetException {
    Release release = new Release(1, release(service, behaviour, replicas));
    Deployment deployment = deployment(release);
    target().prepare(release);
    return new Started(deployment, release, target().start(deployment, release));
  }

  /** The rollout of a release, as it is while its containers are started. */
  protected static Deployment deployment(Release release) {
    return new Deployment(
        release.content().deployment(),
        release.service(),
        release.number(),
        release.content().kind(),
        Instant.EPOCH,
        1,
        new Starting(),
        List.of());
  }

  /** Waits for a container to be as wanted, looking again and again for ten seconds at most. */
  protected Condition await(Instance instance, Predicate<Condition> wanted) throws TargetException {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    Condition seen = target().condition(instance);
    while (!wanted.test(seen) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      seen = target().condition(instance);
    }
    return seen;
  }

  /** The spec of a service with these replicas, for subclasses that make releases. */
  protected static DeploySpec spec(
      String service, int port, int replicas, List<String> command, DeploySpec.Resources limits) {
    DeploySpec sample = SampleReleases.deploy(service, 1).spec();
    return new DeploySpec(
        sample.environment(),
        service,
        sample.build(),
        sample.target(),
        sample.branch(),
        sample.hosts(),
        port,
        replicas,
        command,
        sample.healthCheck(),
        sample.stopGracePeriod(),
        sample.env(),
        limits);
  }

  private record Started(Deployment deployment, Release release, List<Instance> instances) {}
}
