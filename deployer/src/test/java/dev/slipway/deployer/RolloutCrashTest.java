package dev.slipway.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.Deployment;
import dev.slipway.core.deploy.DeploymentState;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.DeploymentState.Status;
import dev.slipway.core.deploy.Instance;
import java.time.Duration;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A process dies at every point where it has recorded a state, or has acted and not recorded. */
class RolloutCrashTest {
  private final Scene scene = new Scene();

  static Stream<Arguments> everyPoint() {
    return Stream.of(
            Status.PREPARING,
            Status.STARTING,
            Status.CHECKING,
            Status.SWITCHING,
            Status.WATCHING,
            Status.LIVE)
        .flatMap(state -> Stream.of(Arguments.of(state, false), Arguments.of(state, true)))
        .filter(point -> !(point.get()[0] == Status.LIVE && (boolean) point.get()[1]));
  }

  @ParameterizedTest(name = "dying at {0}, recorded: {1}")
  @MethodSource("everyPoint")
  void theNextAttemptFinishesTheRolloutWithTheSameContainer(Status at, boolean recorded)
      throws Exception {
    scene.deploy();
    scene.push();
    scene.dieAt(point(at, recorded));
    assertThat(scene.routeIsAlive()).isTrue();

    Deployment ended = scene.rollOut();

    assertThat(ended.state()).isInstanceOf(Live.class);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(scene.served()).isEqualTo(2);
    assertThat(scene.place.started()).isEqualTo(2);
    assertThat(scene.place.running()).hasSize(1);
    assertThat(scene.place.frozen()).hasSize(1);
    assertThat(scene.routeIsAlive()).isTrue();
  }

  @Test
  void containersThatVanishedWhileNobodyCheckedThemAreStartedAgain() throws Exception {
    scene.push();
    scene.dieAt(point(Status.CHECKING, true));
    scene.place.running().forEach(scene.place::lose);

    Deployment ended = scene.rollOut();

    assertThat(ended.state()).isInstanceOf(Live.class);
    assertThat(ended.phases()).extracting(phase -> phase.name()).contains(Status.STARTING);
    assertThat(scene.routeIsAlive()).isTrue();
  }

  @ParameterizedTest(name = "dying at {0}, recorded: {1}")
  @MethodSource("afterTheTrafficMoved")
  void aContainerThatDiedTogetherWithTheDeployerGetsNoTraffic(Status at, boolean recorded)
      throws Exception {
    scene.deploy();
    Instance old = scene.place.running().getFirst();
    scene.push();
    scene.dieAt(point(at, recorded));
    scene.place.running().stream().filter(i -> !i.equals(old)).forEach(scene.place::end);

    assertThat(scene.rollOut().state())
        .isInstanceOfSatisfying(RolledBack.class, back -> assertThat(back.to()).isEqualTo(1));
    assertThat(scene.place.running()).containsExactly(old);
    assertThat(scene.served()).isEqualTo(1);
    assertThat(scene.shop().live()).isEqualTo(1);
  }

  static Stream<Arguments> afterTheTrafficMoved() {
    return Stream.of(
        Arguments.of(Status.SWITCHING, true),
        Arguments.of(Status.WATCHING, false),
        Arguments.of(Status.WATCHING, true));
  }

  @Test
  void dyingOnTheWayBackEndsInTheSamePlace() throws Exception {
    scene.deploy();
    Instance old = scene.place.running().getFirst();
    scene.place.endsAfter = Duration.ofMillis(250);
    scene.push();
    scene.dieAt(point(Status.ROLLED_BACK, false));

    assertThat(scene.rollOut().state()).isInstanceOf(RolledBack.class);
    assertThat(scene.place.running()).containsExactly(old);
    assertThat(scene.served()).isEqualTo(1);
  }

  private static BiPredicate<DeploymentState, Boolean> point(Status at, boolean recorded) {
    return (to, done) -> to.status() == at && done == recorded;
  }
}
