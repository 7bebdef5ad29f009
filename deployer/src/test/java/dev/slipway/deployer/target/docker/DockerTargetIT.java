package dev.slipway.deployer.target.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetContract;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.DeploySpec.Resources;
import dev.slipway.core.pipeline.ImageReference;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DockerTargetIT extends TargetContract {
  private static final int PORT = 8080;
  private static final long MEMORY = 16L * 1024 * 1024;
  private static final TestImages IMAGES = new TestImages();
  private static final String OURS = IMAGES.installation + "-a";
  private static final String THEIRS = IMAGES.installation + "-b";
  private static @Nullable ImageReference busybox;

  @BeforeAll
  static void pushTheImage() throws Exception {
    busybox = IMAGES.busybox();
  }

  @AfterEach
  void removeContainers() {
    IMAGES.removeContainers(OURS);
    IMAGES.removeContainers(THEIRS);
  }

  @AfterAll
  static void removeTheRest() throws Exception {
    IMAGES.close();
  }

  @Override
  protected Target target() {
    return new DockerTarget(IMAGES.engine, OURS, null);
  }

  @Override
  protected Target foreignTarget() {
    return new DockerTarget(IMAGES.engine, THEIRS, null);
  }

  @Override
  protected NewRelease release(String service, Behaviour behaviour, int replicas) {
    return release(service, image(), replicas, command(behaviour));
  }

  private static List<String> command(Behaviour behaviour) {
    return switch (behaviour) {
      case SERVES -> List.of("httpd", "-f", "-p", String.valueOf(PORT), "-h", "/");
      case EXITS -> List.of("sh", "-c", "echo no config; sleep 0.1; echo giving up >&2; exit 3");
      case GREEDY -> List.of("tail", "/dev/zero");
      case STUBBORN -> List.of("sh", "-c", "trap '' TERM; while true; do sleep 1; done");
    };
  }

  private static NewRelease release(
      String service, ImageReference image, int replicas, List<String> command) {
    NewRelease sample = SampleReleases.deploy(service, 1);
    DeploySpec spec = spec(service, PORT, replicas, command, new Resources(500, MEMORY));
    return new NewRelease(
        sample.deployment(),
        sample.service(),
        sample.repositoryId(),
        sample.repository(),
        image,
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

  @Test
  void aContainerIsNamedLimitedAndPublishedOnLoopbackOnly() throws Exception {
    Instance instance = startOne(release("named", Behaviour.SERVES, 1));

    InspectContainerResponse found = IMAGES.docker().inspectContainerCmd(instance.id()).exec();
    var limits = found.getHostConfig();
    assertThat(found.getName()).matches("/named-v1-1-[0-9a-f]{6}");
    assertThat(limits.getMemory()).isEqualTo(MEMORY);
    assertThat(limits.getNanoCPUs()).isEqualTo(500_000_000L);
    assertThat(limits.getPidsLimit()).isEqualTo(4096);
    assertThat(limits.getSecurityOpts()).contains("no-new-privileges");
    assertThat(limits.getInit()).isTrue();
    assertThat(found.getConfig().getEnv()).contains("PORT=8080", "GREETING=Grüß Gott");
    assertThat(instance.host()).isEqualTo("127.0.0.1");
    assertThat(instance.port()).isBetween(20_000, 32_000);
  }

  @Test
  void aContainerIsRestartedByTheEngineOnlyWhenItsTrialIsOver() throws Exception {
    Instance instance = startOne(release("kept", Behaviour.SERVES, 1));
    assertThat(policy(instance)).isIn("", "no");

    target().keep(instance);

    assertThat(policy(instance)).isEqualTo("unless-stopped");
    assertThat(target().condition(instance)).isInstanceOf(Target.Condition.Running.class);
  }

  @Test
  void anImageThatTheEngineDoesNotHaveIsPulledByDigest() throws Exception {
    for (String name : List.of(image().toString(), image().repository() + ":latest")) {
      IMAGES.docker().removeImageCmd(name).exec();
    }
    assertThat(IMAGES.engine.hasImage(image().toString())).isFalse();

    target().prepare(new Release(1, release("pulled", Behaviour.SERVES, 1)));

    assertThat(IMAGES.engine.hasImage(image().toString())).isTrue();
  }

  @Test
  void anImageThatTheRegistryDoesNotHaveIsToldForGood() {
    ImageReference unknown = new ImageReference(image().repository(), "sha256:" + "ab".repeat(32));
    Release release = new Release(1, release("unknown", unknown, 1, List.of()));

    TargetException refused = thrown(() -> target().prepare(release));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused).hasMessageContaining(unknown.toString());
    assertThat(refused.hint()).contains("pushed");
  }

  @Test
  void aRegistryThatIsAwayCanBeTriedAgain() {
    ImageReference nowhere =
        new ImageReference(
            "127.0.0.1:" + ManagedRegistry.freePort() + "/shop", "sha256:" + "ab".repeat(32));
    Release release = new Release(1, release("nowhere", nowhere, 1, List.of()));

    TargetException refused = thrown(() -> target().prepare(release));

    assertThat(refused.retryable()).isTrue();
    assertThat(refused.hint()).contains("registry");
  }

  @Test
  void anEngineThatIsAwayCanBeTriedAgain() throws Exception {
    try (Engine away = Engine.at("unix:///var/run/slipway-no-such-engine.sock")) {
      Target target = new DockerTarget(away, OURS, null);
      Release release = new Release(1, release("away", Behaviour.SERVES, 1));

      TargetException refused = thrown(() -> target.prepare(release));

      assertThat(refused.retryable()).isTrue();
      assertThatThrownBy(away::ping).isInstanceOf(TargetException.class);
      assertThat(refused).hasMessageContaining("slipway-no-such-engine.sock cannot be reached");
    }
  }

  @Test
  void limitsThatTheEngineRefusesAreToldForGoodAndLeaveNothing() throws Exception {
    NewRelease sample = release("tiny", Behaviour.SERVES, 1);
    DeploySpec tiny = spec("tiny", PORT, 1, List.of(), new Resources(null, 1024L));
    Release release =
        new Release(
            1,
            new NewRelease(
                sample.deployment(),
                sample.service(),
                sample.repositoryId(),
                sample.repository(),
                sample.image(),
                tiny,
                sample.commit(),
                sample.build(),
                1,
                sample.kind(),
                null,
                "ada",
                "",
                sample.createdAt()));

    TargetException refused = thrown(() -> target().start(deployment(release), release));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused.getMessage().toLowerCase(Locale.ROOT)).contains("memory");
    assertThat(IMAGES.containers(OURS)).isEmpty();
  }

  @Test
  void aCommandThatTheImageLacksEndsWithTheCodeForThatAndItsName() throws Exception {
    Instance instance = startOne(release("typo", image(), 1, List.of("htpd-misspelt", "-f")));

    assertThat(await(instance, condition -> condition instanceof Target.Condition.Exited))
        .isEqualTo(new Target.Condition.Exited(127, false));
    assertThat(target().lastLines(instance, 5)).anyMatch(line -> line.contains("htpd-misspelt"));
  }

  @Test
  void aContainerThatIsGoneIsFineToStopAndToldAsGone() throws Exception {
    Instance gone = new Instance("0".repeat(64), "127.0.0.1", 20_001);

    target().stop(gone, Duration.ofSeconds(1));

    assertThat(target().condition(gone)).isEqualTo(new Target.Condition.Gone());
    assertThatThrownBy(() -> target().keep(gone)).isInstanceOf(TargetException.class);
  }

  @Test
  void whatHasAnInitEndsAtOnceWhenItIsToldTo() throws Exception {
    Instance instance = startOne(release("polite", image(), 1, List.of("sleep", "600")));
    long before = System.nanoTime();

    target().stop(instance, Duration.ofSeconds(20));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
  }

  private Instance startOne(NewRelease content) throws TargetException {
    Release release = new Release(1, content);
    Deployment deployment = deployment(release);
    return target().start(deployment, release).getFirst();
  }

  private static String policy(Instance instance) {
    return IMAGES
        .docker()
        .inspectContainerCmd(instance.id())
        .exec()
        .getHostConfig()
        .getRestartPolicy()
        .getName();
  }

  private static TargetException thrown(ThrowingCallable call) {
    return catchThrowableOfType(TargetException.class, call);
  }

  private static ImageReference image() {
    return Objects.requireNonNull(busybox);
  }
}
