package dev.slipway.deployer.target.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Release;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Order;
import dev.slipway.core.deploy.TargetContract;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.core.pipeline.Workload;
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
    return new DockerTarget(IMAGES.engine, OURS, PullLogins.NONE);
  }

  @Override
  protected Target foreignTarget() {
    return new DockerTarget(IMAGES.engine, THEIRS, PullLogins.NONE);
  }

  @Override
  protected ImageReference image() {
    return Objects.requireNonNull(busybox);
  }

  @Override
  protected ImageReference imageWithHealthCheck(String name, String healthCheck) throws Exception {
    return IMAGES.image(name, "HEALTHCHECK " + healthCheck);
  }

  @Override
  protected boolean freezes() {
    return true;
  }

  @Test
  void aContainerIsNamedLimitedAndPublishedOnLoopbackOnly() throws Exception {
    Instance instance = start("named", Behaviour.SERVES, 1).only();

    InspectContainerResponse found = IMAGES.docker().inspectContainerCmd(instance.id()).exec();
    var limits = found.getHostConfig();
    assertThat(found.getName()).matches("/named-v1-1-[0-9a-f]{6}");
    assertThat(limits.getMemory()).isEqualTo(MEMORY);
    assertThat(limits.getNanoCPUs()).isEqualTo(500_000_000L);
    assertThat(limits.getPidsLimit()).isEqualTo(PIDS);
    assertThat(limits.getSecurityOpts()).contains("no-new-privileges");
    assertThat(limits.getInit()).isTrue();
    assertThat(found.getConfig().getEnv()).contains("PORT=8080", "GREETING=Grüß Gott");
    assertThat(instance.host()).isEqualTo("127.0.0.1");
    assertThat(instance.port()).isBetween(20_000, 32_000);
  }

  @Test
  void theEngineStartsAgainOnlyWhatIsKeptAndNotOnStandby() throws Exception {
    Instance instance = start("policy", Behaviour.SERVES, 1).only();
    assertThat(policy(instance)).isIn("", "no");

    target().keep(instance);
    assertThat(policy(instance)).isEqualTo("unless-stopped");
    target().freeze(instance);
    assertThat(policy(instance)).isEqualTo("no");
    target().wake(instance);
    assertThat(policy(instance)).isEqualTo("no");
    target().keep(instance);
    target().halt(instance, GRACE);
    assertThat(policy(instance)).isEqualTo("no");
  }

  @Test
  void aPortThatSomebodyTookMeanwhileIsToldForGood() throws Exception {
    Instance instance = start("robbed", Behaviour.SERVES, 1).only();
    target().halt(instance, GRACE);
    String thief = IMAGES.occupy(instance.port());

    TargetException refused = thrown(() -> target().wake(instance));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused).hasMessageContaining("127.0.0.1:" + instance.port());
    IMAGES.docker().removeContainerCmd(thief).withForce(true).exec();
    assertThat(answers(target().wake(instance))).isTrue();
  }

  @Test
  void wakingWhatIsFrozenTakesNextToNoTime() throws Exception {
    Instance instance = start("quick", Behaviour.SERVES, 1).only();
    target().freeze(instance);
    long before = System.nanoTime();

    target().wake(instance);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void anImageThatTheEngineDoesNotHaveIsPulledByDigest() throws Exception {
    for (String name : List.of(image().toString(), image().repository() + ":latest")) {
      IMAGES.docker().removeImageCmd(name).exec();
    }
    assertThat(IMAGES.engine.hasImage(image().toString())).isFalse();

    target().prepare(order("pulled", Behaviour.SERVES).release());

    assertThat(IMAGES.engine.hasImage(image().toString())).isTrue();
  }

  @Test
  void anImageThatTheRegistryDoesNotHaveIsToldForGood() {
    ImageReference unknown = new ImageReference(image().repository(), "sha256:" + "ab".repeat(32));
    Release release = order("unknown", unknown, Workload.USUAL).release();

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
    Release release = order("nowhere", nowhere, Workload.USUAL).release();

    TargetException refused = thrown(() -> target().prepare(release));

    assertThat(refused.retryable()).isTrue();
    assertThat(refused.hint()).contains("registry");
  }

  @Test
  void anEngineThatIsAwayCanBeTriedAgain() throws Exception {
    try (Engine away = Engine.at("unix:///var/run/slipway-no-such-engine.sock")) {
      Target target = new DockerTarget(away, OURS, PullLogins.NONE);
      Release release = order("away", Behaviour.SERVES).release();

      TargetException refused = thrown(() -> target.prepare(release));

      assertThat(refused.retryable()).isTrue();
      assertThatThrownBy(away::ping).isInstanceOf(TargetException.class);
      assertThat(refused).hasMessageContaining("slipway-no-such-engine.sock cannot be reached");
    }
  }

  @Test
  void limitsThatTheEngineRefusesAreToldForGoodAndLeaveNothing() throws Exception {
    Order tiny = order("tiny", workload(List.of(), new Resources(null, 1024L, null), List.of()));

    TargetException refused = thrown(() -> target().start(tiny, 1));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused.getMessage().toLowerCase(Locale.ROOT)).contains("memory");
    assertThat(IMAGES.containers(OURS)).isEmpty();
  }

  @Test
  void aCommandThatTheImageLacksEndsWithTheCodeForThatAndItsName() throws Exception {
    Instance instance = startOne("typo", List.of("htpd-misspelt", "-f"));

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
    Instance instance = startOne("polite", List.of("sleep", "600"));
    long before = System.nanoTime();

    target().stop(instance, Duration.ofSeconds(20));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void containersReachWhatIsOnTheNetworkOfTheTarget() throws Exception {
    String network = IMAGES.networkWithNeighbour("bridge");
    Target target = new DockerTarget(IMAGES.engine, Reach.LOCAL, OURS, network, PullLogins.NONE);

    Instance instance = target.start(order("joined", Behaviour.SERVES), 1).getFirst();

    assertThat(holds(instance, "ping -c 1 -w 5 db")).isTrue();
    assertThat(answers(instance)).isTrue();
    target.stop(instance, Duration.ZERO);
    IMAGES.removeNetwork(network);
  }

  @Test
  void anotherMachinesContainersArePublishedOnTheAddressThatTheEdgeReaches() throws Exception {
    String address = IMAGES.addressOfTheBridge();
    Reach reach = Reach.of("tcp://engine.example:2376", address);
    Target target = new DockerTarget(IMAGES.engine, reach, OURS, null, PullLogins.NONE);

    Instance instance = target.start(order("elsewhere", Behaviour.SERVES), 1).getFirst();

    assertThat(instance.host()).isEqualTo(address);
    assertThat(answers(instance)).isTrue();
    assertThat(answersNow(new Instance(instance.id(), "127.0.0.1", instance.port()))).isFalse();
    assertThat(instances("elsewhere")).extracting(Instance::port).containsExactly(instance.port());
    assertThat(target.containers(ServiceId.of("elsewhere", "production")))
        .extracting(Target.Placed::instance)
        .containsExactly(instance);
  }

  @Test
  void anAddressThatTheEnginesMachineDoesNotHaveIsToldForGood() {
    Reach reach = Reach.of("tcp://192.0.2.7:2376", null);
    Target target = new DockerTarget(IMAGES.engine, reach, OURS, null, PullLogins.NONE);

    TargetException refused = thrown(() -> target.start(order("nowhere", Behaviour.SERVES), 1));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused).hasMessageContaining("192.0.2.7");
    assertThat(refused.hint()).contains("`address`");
    assertThat(IMAGES.containers(OURS)).isEmpty();
  }

  @Test
  void anotherMachineThatCannotReachTheRegistryIsToldWhy() {
    ImageReference here =
        new ImageReference(
            "127.0.0.1:" + ManagedRegistry.freePort() + "/shop", "sha256:" + "ab".repeat(32));
    Reach reach = Reach.of("tcp://192.0.2.7:2376", null);
    Target target = new DockerTarget(IMAGES.engine, reach, OURS, null, PullLogins.NONE);

    TargetException refused =
        thrown(() -> target.prepare(order("far", here, Workload.USUAL).release()));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused.hint()).contains("`registry`").contains("192.0.2.7");
  }

  private Instance startOne(String service, List<String> command) throws TargetException {
    return start(order(service, workload(command, Resources.UNLIMITED, List.of())), 1).only();
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
}
