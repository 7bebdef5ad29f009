package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.Instance;
import dev.slipway.core.deploy.NewRelease;
import dev.slipway.core.deploy.SampleReleases;
import dev.slipway.core.deploy.ServiceId;
import dev.slipway.core.deploy.Share;
import dev.slipway.core.deploy.Target;
import dev.slipway.core.deploy.Target.Placed;
import dev.slipway.core.pipeline.DeploySpec;
import dev.slipway.core.pipeline.ImageReference;
import dev.slipway.deployer.target.docker.TestImages;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
 * Rolls out each bad release over a good one while visitors ask a real edge for the good one's page
 * again and again, on connections that they keep and on new ones: every time they are answered, the
 * right sentence is told, and the good one's container is the same afterwards.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BadReleasesContract {
  private static final ServiceId SHOP = ServiceId.of("shop", "production");

  /** The registry and the engine of the test. */
  final TestImages images = new TestImages();

  final String installation = images.installation + "-bad";
  private @Nullable EdgeStage stage;
  private @Nullable ImageReference good;
  private @Nullable Traffic traffic;
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
    stage = new EdgeStage(target());
    BadRelease fine = BadRelease.of("fine", List.of("httpd", "-f", "-p", "8080", "-h", "/etc"), "");
    assertThat(rollOut(fine, good()).state()).isInstanceOf(Live.class);
  }

  @BeforeEach
  void visit() {
    traffic = Traffic.couple(stage().edgePort(), "shop.localhost", "/passwd");
  }

  @AfterEach
  void everyVisitWasAnswered() throws Exception {
    Traffic leaving = Objects.requireNonNull(traffic);
    stage().resume(SHOP);
    leaving.awaitSome();
    assertThat(leaving.failed()).isEmpty();
  }

  @AfterAll
  void removeEverything() throws Exception {
    stage().close();
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
    assertThat(stage().route(SHOP).shares()).extracting(Share::release).containsExactly(1);
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
    return stage().route(SHOP).instances();
  }

  private Deployment rollOut(BadRelease bad, ImageReference image) throws Exception {
    build++;
    NewRelease sample = SampleReleases.deploy("shop", build);
    DeploySpec spec = bad.spec(sample.spec().withReplicas(1));
    return stage().rollOut(sample.with(spec, Map.of()).of(image));
  }

  private EdgeStage stage() {
    return Objects.requireNonNull(stage);
  }

  private ImageReference good() {
    return Objects.requireNonNull(good);
  }
}
