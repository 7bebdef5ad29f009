package dev.slipway.builder.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.builder.image.Engine;
import dev.slipway.builder.image.RegistryLogins;
import dev.slipway.core.Secret;
import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.Cancellation;
import dev.slipway.core.build.Checkout;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.StepRunner.Order;
import dev.slipway.core.pipeline.SideService;
import dev.slipway.core.source.GitRef;
import dev.slipway.core.source.RepositoryId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One Slipway of its own on the machine's engine, and one build at a time in it. */
final class StepsScene implements AutoCloseable {
  static final Engine ENGINE = Engine.fromEnvironment();
  private static final StepLimits LIMITS =
      new StepLimits(
          StepLimits.DEFAULT.resources(),
          StepLimits.DEFAULT.processes(),
          StepLimits.DEFAULT.atOnce(),
          Duration.ofSeconds(5),
          StepLimits.DEFAULT.grace(),
          StepLimits.DEFAULT.context());

  final String instance = "test-" + UUID.randomUUID();
  final StepCaches caches = new StepCaches(ENGINE, instance, Clock.systemUTC());
  final ContainerSteps steps =
      new ContainerSteps(ENGINE, instance, LIMITS, caches, RegistryLogins.NONE);
  final List<SideService> services = new ArrayList<>();
  GitRef ref = GitRef.ofBranch("main");
  boolean fromFork;
  Map<String, Secret> secrets = Map.of();
  TestProgress progress = new TestProgress();
  Cancellation cancellation = new Cancellation();
  BuildId build = new BuildId("bld_" + UUID.randomUUID());
  Checkout commit =
      new MapTree(Map.of("Dockerfile", "FROM scratch\n", "src/tool.sh", "echo tool\n"));

  /** Begins another build. */
  StepsScene next() {
    progress = new TestProgress();
    cancellation = new Cancellation();
    build = new BuildId("bld_" + UUID.randomUUID());
    return this;
  }

  Order order(SampleStep... wanted) {
    return new Order(
        build,
        new RepositoryId("rep_1"),
        ref,
        Arrays.stream(wanted).map(SampleStep::step).toList(),
        services,
        secrets,
        fromFork,
        Map.of("SLIPWAY_SHA", commit.commit().hex()));
  }

  Checkout run(SampleStep... wanted) throws BuildFailedException {
    return steps.run(order(wanted), commit, progress, cancellation);
  }

  /** Runs to the end, and is content with whatever the tree looks like. */
  void pass(SampleStep... wanted) throws BuildFailedException {
    run(wanted).close();
    assertThat(progress.complete()).isTrue();
  }

  /** Runs what has to fail, and leave nothing. */
  Failure fail(SampleStep... wanted) {
    BuildFailedException failed =
        catchThrowableOfType(BuildFailedException.class, () -> run(wanted));
    assertThat(failed).isNotNull();
    assertThat(onEngine()).isEmpty();
    assertThat(progress.complete()).isTrue();
    return failed.failure();
  }

  /** Cancels when the signal comes; gives how long it took from then to the end. */
  Duration cancel(Signal signal, SampleStep... wanted) throws Exception {
    FutureTask<Checkout> running = new FutureTask<>(() -> run(wanted));
    Thread.ofVirtual().start(running);
    signal.await();
    long start = System.nanoTime();
    cancellation.cancel();
    ExecutionException ended =
        catchThrowableOfType(ExecutionException.class, () -> running.get(30, TimeUnit.SECONDS));
    assertThat(ended).hasCauseInstanceOf(java.util.concurrent.CancellationException.class);
    assertThat(onEngine()).isEmpty();
    assertThat(progress.complete()).isTrue();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** What is on the engine of this scene's builds: containers, networks, volumes but no caches. */
  List<String> onEngine() {
    List<String> mine = List.of(Labels.INSTANCE + "=" + instance, Labels.BUILD);
    Stream<String> containers =
        ENGINE.client().listContainersCmd().withShowAll(true).withLabelFilter(mine).exec().stream()
            .map(container -> "container " + container.getLabels().get(Labels.STEP));
    Stream<String> networks =
        ENGINE.client().listNetworksCmd().withFilter("label", mine).exec().stream()
            .map(network -> "network " + network.getName());
    Stream<String> volumes =
        Objects.requireNonNull(
                ENGINE.client().listVolumesCmd().withFilter("label", mine).exec().getVolumes())
            .stream()
            .map(volume -> "volume " + volume.getName());
    return Stream.of(containers, networks, volumes).flatMap(names -> names).toList();
  }

  /** Waits until the containers of steps are removed, which happens beside the build. */
  void awaitNoStep() {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (onEngine().stream()
        .anyMatch(thing -> thing.startsWith("container ") && !thing.endsWith(" null"))) {
      assertThat(System.nanoTime()).isLessThan(until);
    }
  }

  @Override
  public void close() throws BuildFailedException {
    steps.removeAllLeftovers(_ -> false);
    caches.prune(Duration.ofDays(-1));
  }

  /** Something to wait for. */
  interface Signal {
    void await() throws Exception;
  }
}
