package dev.slipway.core.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.BuildState.Canceled;
import dev.slipway.core.build.BuildState.Canceling;
import dev.slipway.core.build.BuildState.Failed;
import dev.slipway.core.build.BuildState.Queued;
import dev.slipway.core.build.BuildState.Running;
import dev.slipway.core.build.BuildState.Skipped;
import dev.slipway.core.build.BuildState.Succeeded;
import dev.slipway.core.build.BuildState.Waiting;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BuildMovesTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final WorkerId WORKER = new WorkerId("w1");

  /** The whole chart; an attempt of "next" is one more than before, all others stay the same. */
  private static final Set<String> LEGAL =
      Set.of(
          "Waiting -> Queued",
          "Waiting -> Canceled",
          "Queued -> Running next",
          "Queued -> Canceled",
          "Running -> Running next",
          "Running -> Queued",
          "Running -> Canceling",
          "Running -> Succeeded",
          "Running -> Failed",
          "Running -> Canceled",
          "Running -> Skipped",
          "Canceling -> Canceling next",
          "Canceling -> Canceled");

  @Test
  void everyPairOfStatesIsLegalExactlyWhereTheChartHasAnEdge() {
    Set<String> found = new HashSet<>();
    for (BuildState from : states(1)) {
      for (BuildState to : states(1)) {
        if (BuildMoves.legal(from, to)) {
          found.add(name(from) + " -> " + name(to));
        }
      }
      for (BuildState to : states(2)) {
        if (BuildMoves.legal(from, to) && !anyAttempt(from, to)) {
          found.add(name(from) + " -> " + name(to) + " next");
        }
      }
    }
    assertThat(found).isEqualTo(LEGAL);
  }

  @Test
  void everyStateTakesPart() {
    assertThat(states(1).stream().map(Object::getClass).toList())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(BuildState.class.getPermittedSubclasses()).toList());
  }

  @Test
  void anEndedStateIsNeverLeft() {
    for (BuildState from : states(1)) {
      for (BuildState to : states(1)) {
        assertThat(from.ended() && BuildMoves.legal(from, to)).isFalse();
      }
    }
  }

  @Test
  void anAttemptIsNeverSkippedOrRepeatedByATakeover() {
    Running first = new Running(WORKER, 1, AT);
    assertThat(BuildMoves.legal(first, new Running(WORKER, 1, AT))).isFalse();
    assertThat(BuildMoves.legal(first, new Running(WORKER, 3, AT))).isFalse();
    assertThat(BuildMoves.legal(new Queued(1, "engine away"), new Running(WORKER, 1, AT)))
        .isFalse();
  }

  @Test
  void aBuildIsQueuedAgainOnlyUntilItsAttemptsAreUsedUp() {
    int most = BuildMoves.MOST_ATTEMPTS;
    assertThat(BuildMoves.legal(new Running(WORKER, most - 1, AT), new Queued(most - 1, "")))
        .isTrue();
    assertThat(BuildMoves.legal(new Running(WORKER, most, AT), new Queued(most, ""))).isFalse();
  }

  /** From a state that has no attempt of its own, or to one that does not look at it. */
  private static boolean anyAttempt(BuildState from, BuildState to) {
    return from instanceof Waiting || (from instanceof Queued && to instanceof Canceled);
  }

  private static String name(BuildState state) {
    return state.getClass().getSimpleName();
  }

  private static List<BuildState> states(int attempt) {
    return List.of(
        new Waiting("a maintainer"),
        new Queued(attempt, ""),
        new Running(WORKER, attempt, AT),
        new Canceling(WORKER, attempt, AT, "alice", "not needed"),
        new Succeeded(attempt, AT, AT, List.of()),
        new Failed(attempt, AT, AT, new Failure.Infrastructure("engine away", "start it", true)),
        new Canceled(attempt, AT, AT, "alice", "not needed"),
        new Skipped(attempt, AT, AT, "nothing to do"));
  }
}
