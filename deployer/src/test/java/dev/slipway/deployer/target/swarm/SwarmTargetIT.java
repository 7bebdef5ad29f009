package dev.slipway.deployer.target.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.CleanUp.Keep;
import dev.slipway.core.deploy.CleanUp.Plan;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Nodes;
import dev.slipway.core.deploy.Nodes.Availability;
import dev.slipway.core.deploy.Nodes.Node;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Condition;
import dev.slipway.core.deploy.Target.Order;
import dev.slipway.core.deploy.TargetContract;
import dev.slipway.core.deploy.TargetException;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.core.pipeline.Resources;
import dev.slipway.deployer.target.docker.Labels;
import dev.slipway.deployer.target.docker.PullLogins;
import dev.slipway.deployer.target.docker.Reach;
import dev.slipway.deployer.target.docker.TestImages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SwarmTargetIT extends TargetContract {
  private static final TestImages IMAGES = new TestImages();
  private static final String OURS = IMAGES.installation + "-a";
  private static final String THEIRS = IMAGES.installation + "-b";
  private static @Nullable OneNodeSwarm swarm;
  private static @Nullable ImageReference busybox;

  @BeforeAll
  static void pushTheImage() throws Exception {
    swarm = new OneNodeSwarm(IMAGES.docker());
    busybox = IMAGES.busybox();
  }

  @AfterEach
  void removeServices() {
    swarm().removeServices(Labels.INSTANCE, OURS);
    swarm().removeServices(Labels.INSTANCE, THEIRS);
  }

  @AfterAll
  static void removeTheRest() throws Exception {
    swarm().close();
    IMAGES.removeContainers(OURS);
    IMAGES.close();
  }

  @Override
  protected Target target() {
    return new SwarmTarget(IMAGES.engine, Reach.LOCAL, OURS, null, PullLogins.NONE);
  }

  @Override
  protected Target foreignTarget() {
    return new SwarmTarget(IMAGES.engine, Reach.LOCAL, THEIRS, null, PullLogins.NONE);
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
    return false;
  }

  @Test
  void aNodeThatIsDrainedRunsNothingUntilItIsActivated() throws Exception {
    Nodes nodes = new SwarmNodes(IMAGES.engine);
    Node only = nodes.list().getFirst();
    assertThat(only.availability()).isEqualTo(Availability.ACTIVE);
    assertThat(only.ready() && only.manager()).isTrue();
    assertThat(only.address()).isEqualTo("127.0.0.1");
    assertThat(only.cpus()).isPositive();
    Instance instance = start("moved", Behaviour.SERVES, 1).only();
    target().keep(instance);
    assertThat(nodes.list().getFirst().containers()).isPositive();

    nodes.drain(only.name());
    nodes.drain(only.id());

    assertThat(await(instance, condition -> condition instanceof Condition.Exited))
        .isInstanceOf(Condition.Exited.class);
    assertThat(nodes.list().getFirst().availability()).isEqualTo(Availability.DRAIN);
    nodes.activate(only.id());
    assertThat(await(instance, condition -> condition instanceof Condition.Running))
        .isInstanceOf(Condition.Running.class);
    assertThat(answers(instance)).isTrue();
  }

  @Test
  void aNodeThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> new SwarmNodes(IMAGES.engine).drain("attic"))
        .isInstanceOf(TargetException.class)
        .hasMessageContaining("attic");
  }

  @Test
  void whatANodeCannotRunIsRemovedAndToldForGood() throws Exception {
    Order tiny = order("tiny", workload(List.of(), new Resources(null, 1024L, null), List.of()));

    TargetException refused =
        catchThrowableOfType(TargetException.class, () -> target().start(tiny, 1));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused.getMessage().toLowerCase(Locale.ROOT)).contains("memory");
    assertThat(instances("tiny")).isEmpty();
  }

  @Test
  void aPortThatSomebodyTookMeanwhileIsToldForGood() throws Exception {
    Instance instance = start("robbed", Behaviour.SERVES, 1).only();
    target().halt(instance, GRACE);
    String thief = IMAGES.occupy(instance.port());

    TargetException refused =
        catchThrowableOfType(TargetException.class, () -> target().wake(instance));

    assertThat(refused.retryable()).isFalse();
    assertThat(refused).hasMessageContaining("port");
    IMAGES.docker().removeContainerCmd(thief).withForce(true).exec();
    assertThat(answers(target().wake(instance))).isTrue();
  }

  @Test
  void servicesOfRolloutsThatNobodyNeedsGo() throws Exception {
    Started live = start("shop", Behaviour.SERVES, 1);
    Started old = start("shop", Behaviour.SERVES, 1);
    target().halt(old.only(), Duration.ZERO);
    CleanUp cleanUp = new SwarmCleanUp(IMAGES.engine, target(), OURS, IMAGES.registryAddress());
    Instant soon = Instant.now().plusSeconds(1);

    Plan plan =
        cleanUp.plan(new Keep(Set.of(live.order().deployment().id()), Set.of(image()), soon));

    assertThat(plan.items())
        .singleElement()
        .satisfies(item -> assertThat(item.id()).isEqualTo(old.only().id()));
    assertThat(cleanUp.carryOut(plan).left()).isEmpty();
    assertThat(instances("shop")).containsExactly(live.only());
  }

  @Test
  void containersReachWhatIsOnTheNetworkOfTheTarget() throws Exception {
    String network = IMAGES.networkWithNeighbour("overlay");
    Target target = new SwarmTarget(IMAGES.engine, Reach.LOCAL, OURS, network, PullLogins.NONE);

    Instance instance = target.start(order("joined", Behaviour.SERVES), 1).getFirst();

    assertThat(holds(instance, "ping -c 1 -w 5 db")).isTrue();
    assertThat(answers(instance)).isTrue();
    target.stop(instance, Duration.ZERO);
    IMAGES.removeNetwork(network);
  }

  private static OneNodeSwarm swarm() {
    return Objects.requireNonNull(swarm);
  }
}
