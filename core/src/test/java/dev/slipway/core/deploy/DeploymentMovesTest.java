package dev.slipway.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.deploy.DeploymentState.Cause;
import dev.slipway.core.deploy.DeploymentState.Checking;
import dev.slipway.core.deploy.DeploymentState.Failed;
import dev.slipway.core.deploy.DeploymentState.Live;
import dev.slipway.core.deploy.DeploymentState.Pending;
import dev.slipway.core.deploy.DeploymentState.Preparing;
import dev.slipway.core.deploy.DeploymentState.RolledBack;
import dev.slipway.core.deploy.DeploymentState.Starting;
import dev.slipway.core.deploy.DeploymentState.Status;
import dev.slipway.core.deploy.DeploymentState.Switching;
import dev.slipway.core.deploy.DeploymentState.Watching;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeploymentMovesTest {
  private static final List<DeploymentState> STATES =
      List.of(
          new Pending(),
          new Preparing(),
          new Starting(List.of()),
          new Checking(List.of(), List.of()),
          new Switching(List.of(), 100),
          new Watching(List.of(), 100),
          new Live(List.of()),
          new Failed(new Cause("checking", "it never answered", "look at its log", List.of())),
          new RolledBack(1, "it stopped answering"));

  private static final Map<Status, Set<Status>> LEGAL =
      Map.of(
          Status.PENDING, EnumSet.of(Status.PREPARING, Status.FAILED),
          Status.PREPARING, EnumSet.of(Status.STARTING, Status.FAILED),
          Status.STARTING, EnumSet.of(Status.CHECKING, Status.ROLLED_BACK, Status.FAILED),
          Status.CHECKING,
              EnumSet.of(Status.SWITCHING, Status.STARTING, Status.ROLLED_BACK, Status.FAILED),
          Status.SWITCHING,
              EnumSet.of(Status.WATCHING, Status.STARTING, Status.ROLLED_BACK, Status.FAILED),
          Status.WATCHING,
              EnumSet.of(Status.LIVE, Status.SWITCHING, Status.ROLLED_BACK, Status.FAILED),
          Status.LIVE, EnumSet.noneOf(Status.class),
          Status.FAILED, EnumSet.noneOf(Status.class),
          Status.ROLLED_BACK, EnumSet.noneOf(Status.class));

  @Test
  void everyKindOfStateTakesPart() {
    assertThat(STATES)
        .map(Object::getClass)
        .containsExactlyInAnyOrder(DeploymentState.class.getPermittedSubclasses());
    assertThat(STATES).map(DeploymentState::status).containsExactly(Status.values());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void onlyTheDrawnMovesAreLegal(DeploymentState from, DeploymentState to) {
    assertThat(DeploymentMoves.legal(from, to))
        .isEqualTo(LEGAL.getOrDefault(from.status(), Set.of()).contains(to.status()));
  }

  @ParameterizedTest
  @MethodSource("states")
  void exactlyTheEndedStatesAreLeftByNoMove(DeploymentState state) {
    assertThat(STATES.stream().noneMatch(to -> DeploymentMoves.legal(state, to)))
        .isEqualTo(state.ended());
  }

  static Stream<DeploymentState> states() {
    return STATES.stream();
  }

  static Stream<Arguments> pairs() {
    return STATES.stream().flatMap(from -> STATES.stream().map(to -> Arguments.of(from, to)));
  }
}
