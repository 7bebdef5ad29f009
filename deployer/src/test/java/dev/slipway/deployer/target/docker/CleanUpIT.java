package dev.slipway.deployer.target.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.CleanUp;
import dev.slipway.core.deploy.CleanUp.Item;
import dev.slipway.core.deploy.CleanUp.Keep;
import dev.slipway.core.deploy.CleanUp.Kind;
import dev.slipway.core.deploy.CleanUp.Outcome;
import dev.slipway.core.deploy.CleanUp.Plan;
import dev.slipway.core.deploy.DeploymentId;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.TargetStage;
import dev.slipway.core.pipeline.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CleanUpIT extends TargetStage {
  private static final TestImages IMAGES = new TestImages();
  private static final String OURS = IMAGES.installation + "-a";
  private static final String THEIRS = IMAGES.installation + "-b";

  /** So that images and networks that were just made count as old. */
  private final Instant later = Instant.now().plus(Duration.ofHours(2));

  private static @Nullable ImageReference busybox;
  private final CleanUp cleanUp = cleanUp(OURS);

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

  private static CleanUp cleanUp(String installation) {
    return new DockerCleanUp(IMAGES.engine, installation, IMAGES.registryAddress());
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

  @Test
  void containersOfRolloutsThatNobodyNeedsGoAndTheOthersStay() throws Exception {
    Started live = start("shop", Behaviour.SERVES, 1);
    Started old = start("shop", Behaviour.SERVES, 2);
    target().halt(old.instances().getLast(), Duration.ZERO);
    Started ended = start("shop", Behaviour.EXITS, 1);
    Instance once = target().runOnce(old.order(), List.of("true"));
    Instance foreign = foreignTarget().start(order("shop", Behaviour.SERVES), 1).getFirst();
    Keep keep = keep(Set.of(live.order().deployment().id()), Set.of(image()));

    List<Item> found = cleanUp.plan(keep).items();
    Plan plan = new Plan(found.stream().filter(item -> item.kind() == Kind.CONTAINER).toList());

    assertThat(plan.items())
        .extracting(Item::id)
        .containsExactlyInAnyOrder(
            old.instances().getFirst().id(),
            old.instances().getLast().id(),
            ended.only().id(),
            once.id());
    assertThat(plan.items())
        .allSatisfy(item -> assertThat(item.why()).contains("v1 of shop.production"));
    assertThat(instances("shop")).hasSize(4);
    Outcome outcome = cleanUp.carryOut(plan);
    assertThat(outcome.removed()).isEqualTo(plan.items());
    assertThat(outcome.left()).isEmpty();
    assertThat(instances("shop")).containsExactly(live.only());
    assertThat(foreignTarget().condition(foreign)).isInstanceOf(Target.Condition.Running.class);
    assertThat(cleanUp.carryOut(plan).left()).isEmpty();
    assertThat(cleanUp.plan(keep).items()).noneMatch(item -> item.kind() == Kind.CONTAINER);
  }

  @Test
  void whatCameLaterThanTheQuestionStays() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    start("fresh", Behaviour.SERVES, 1);

    assertThat(cleanUp.plan(new Keep(Set.of(), Set.of(), before)).items()).isEmpty();
  }

  @Test
  void anImageGoesOnceNoReleaseNeedsItAndNoContainerUsesIt() throws Exception {
    ImageReference image = IMAGES.variant("unneeded");
    Started running = start(order("images", image, workload(Behaviour.SERVES)), 1);
    Set<DeploymentId> live = Set.of(running.order().deployment().id());
    assertThat(images(keep(live, Set.of(image())), image).items()).isEmpty();
    target().stop(running.only(), Duration.ZERO);
    assertThat(images(keep(live, Set.of(image(), image)), image).items()).isEmpty();

    Plan plan = images(keep(live, Set.of(image())), image);

    assertThat(plan.items())
        .singleElement()
        .satisfies(item -> {
          assertThat(item.kind()).isEqualTo(Kind.IMAGE);
          assertThat(item.name()).startsWith(image.repository());
          assertThat(item.bytes()).isPositive().isEqualTo(plan.bytes());
        });
    assertThat(cleanUp.carryOut(plan).left()).isEmpty();
    assertThat(IMAGES.engine.hasImage(image.toString())).isFalse();
    assertThat(IMAGES.engine.hasImage(image().toString())).isTrue();
    assertThat(IMAGES.engine.hasImage("busybox:latest")).isTrue();
  }

  @Test
  void anImageThatWasJustTaggedAndOneOfAnotherRegistryStay() throws Exception {
    ImageReference image = IMAGES.variant("just-built");

    assertThat(images(new Keep(Set.of(), Set.of(), Instant.now()), image).items()).isEmpty();
    assertThat(images(keep(Set.of(), Set.of()), image).items()).hasSize(1);
    CleanUp elsewhere = new DockerCleanUp(IMAGES.engine, OURS, "registry.example:5000");
    assertThat(elsewhere.plan(keep(Set.of(), Set.of())).items()).isEmpty();
  }

  @Test
  void anImageThatCameIntoUseMeanwhileIsLeftWithTheReason() throws Exception {
    ImageReference image = IMAGES.variant("reused");
    Plan plan = images(keep(Set.of(), Set.of(image())), image);
    assertThat(plan.items()).hasSize(1);
    Started running = start(order("reuse", image, workload(Behaviour.SERVES)), 1);

    Outcome outcome = cleanUp.carryOut(plan);

    assertThat(outcome.left())
        .singleElement()
        .satisfies(left -> assertThat(left.because()).contains("used by a container"));
    assertThat(target().condition(running.only())).isInstanceOf(Target.Condition.Running.class);
  }

  @Test
  void aNetworkWithoutContainersGoesAndAForeignOneStays() throws Exception {
    String ours = network(OURS);
    String theirs = network(THEIRS);

    Plan plan = cleanUp.plan(keep(Set.of(), Set.of(image())));

    assertThat(plan.items())
        .filteredOn(item -> item.kind() == Kind.NETWORK)
        .extracting(Item::id)
        .containsExactly(ours);
    assertThat(cleanUp.carryOut(plan).left()).isEmpty();
    assertThat(IMAGES.docker().listNetworksCmd().withIdFilter(theirs).exec()).hasSize(1);
    IMAGES.docker().removeNetworkCmd(theirs).exec();
  }

  /** The part of the plan that is about one image: those of other tests are there, too. */
  private Plan images(Keep keep, ImageReference image) throws Exception {
    return new Plan(
        cleanUp.plan(keep).items().stream()
            .filter(item -> item.name().startsWith(image.repository()))
            .toList());
  }

  private static String network(String installation) {
    return IMAGES
        .docker()
        .createNetworkCmd()
        .withName("slipway-test-" + installation)
        .withLabels(Map.of(Labels.INSTANCE, installation))
        .exec()
        .getId();
  }

  private Keep keep(Set<DeploymentId> deployments, Set<ImageReference> images) {
    return new Keep(deployments, images, later);
  }
}
