package dev.slipway.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.WorkerId;
import dev.slipway.core.sync.SyncState.Canceled;
import dev.slipway.core.sync.SyncState.Canceling;
import dev.slipway.core.sync.SyncState.Failed;
import dev.slipway.core.sync.SyncState.Queued;
import dev.slipway.core.sync.SyncState.Running;
import dev.slipway.core.sync.SyncState.Succeeded;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SyncMovesTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final WorkerId WORKER = new WorkerId("w1");

  /** The whole chart, with attempts; the attempt of what never ran is 0. */
  private static final Set<String> LEGAL =
      Set.of(
          "queued 0 -> running 1",
          "queued 0 -> canceled 0",
          "running 1 -> running 2",
          "running 2 -> running 3",
          "running 1 -> canceling 1",
          "running 1 -> succeeded 1",
          "running 1 -> failed 1",
          "running 2 -> canceling 2",
          "running 2 -> succeeded 2",
          "running 2 -> failed 2",
          "running 3 -> canceling 3",
          "running 3 -> succeeded 3",
          "running 3 -> failed 3",
          "canceling 1 -> canceling 2",
          "canceling 2 -> canceling 3",
          "canceling 1 -> canceled 1",
          "canceling 2 -> canceled 2",
          "canceling 3 -> canceled 3");

  @Test
  void everyPairOfStatesIsLegalExactlyWhereTheChartHasAnEdge() {
    Set<String> found = new HashSet<>();
    for (SyncState from : states()) {
      for (SyncState to : states()) {
        if (SyncMoves.legal(from, to)) {
          found.add(name(from) + " -> " + name(to));
        }
      }
    }
    assertThat(found).isEqualTo(LEGAL);
  }

  @Test
  void everyStateTakesPart() {
    assertThat(states().stream().map(Object::getClass).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(SyncState.class.getPermittedSubclasses()).toList());
  }

  @Test
  void anEndedStateIsNeverLeft() {
    for (SyncState from : states()) {
      for (SyncState to : states()) {
        assertThat(from.ended() && SyncMoves.legal(from, to)).isFalse();
      }
    }
  }

  private static String name(SyncState state) {
    return state.id() + " " + state.attempt();
  }

  private static List<SyncState> states() {
    Stream<SyncState> attempted =
        Stream.of(1, 2, 3)
            .flatMap(attempt ->
                Stream.of(
                    new Running(WORKER, attempt, AT),
                    new Canceling(WORKER, attempt, AT, "ada"),
                    new Succeeded(attempt, AT, AT),
                    new Failed(attempt, AT, AT, List.of()),
                    new Canceled(attempt, AT, AT, "ada")));
    return Stream.concat(Stream.of(new Queued(), new Canceled(0, null, AT, "ada")), attempted)
        .toList();
  }
}
