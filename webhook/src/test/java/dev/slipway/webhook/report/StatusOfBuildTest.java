package dev.slipway.webhook.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.core.build.Build;
import dev.slipway.core.build.BuildState;
import dev.slipway.core.build.Failure;
import dev.slipway.core.build.NewBuild;
import dev.slipway.core.build.QueuePlace;
import dev.slipway.core.build.SampleBuilds;
import dev.slipway.core.build.WorkerId;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.source.GitRef;
import dev.slipway.webhook.forge.CommitStatus.State;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusOfBuildTest {
  private static final URI PAGE = URI.create("https://slipway.example/builds/b");
  private static final WorkerId WORKER = new WorkerId("worker");
  private static final Instant START = Instant.parse("2026-03-14T15:10:00Z");
  private static final Instant END = START.plusSeconds(72);

  static Stream<Arguments> states() {
    return Stream.of(
        row(
            new BuildState.Waiting("a member of the repository"),
            State.QUEUED,
            "waits for the approval of a member of the repository"),
        row(BuildState.Queued.FIRST, State.QUEUED, "queued, 3 builds ahead"),
        row(
            new BuildState.Queued(0, "approved by ada"),
            State.QUEUED,
            "queued, 3 builds ahead; approved by ada"),
        row(
            new BuildState.Queued(1, "the engine went away"),
            State.QUEUED,
            "is tried again, attempt 2: the engine went away"),
        row(new BuildState.Running(WORKER, 1, START), State.RUNNING, "is being built"),
        row(new BuildState.Running(WORKER, 2, START), State.RUNNING, "is being built, attempt 2"),
        row(
            new BuildState.Canceling(WORKER, 1, START, "ada", "typo"),
            State.RUNNING,
            "is being canceled by ada: typo"),
        row(
            new BuildState.Succeeded(1, START, END, List.of()),
            State.SUCCEEDED,
            "built in 1 min 12 s"),
        row(
            failed(new Failure.StepFailed("unit", "it exited with 1", "see the log")),
            State.FAILED,
            "step unit failed after 1 min 12 s"),
        row(
            failed(new Failure.PipelineInvalid(List.of(new Problem("", 3, 1, "no key", "")))),
            State.FAILED,
            ".slipway.yml: line 3, column 1: no key"),
        row(
            failed(new Failure.TimedOut("unit", Duration.ofMinutes(30))),
            State.FAILED,
            "step unit was still running after 30 min"),
        row(
            failed(new Failure.Infrastructure("the registry is away", "start it", true)),
            State.ERROR,
            "not the code's fault: the registry is away"),
        row(
            new BuildState.Canceled(0, null, END, "slipway", "superseded by a newer push"),
            State.CANCELED,
            "canceled: superseded by a newer push"),
        row(new BuildState.Canceled(1, START, END, "ada", ""), State.CANCELED, "canceled by ada"),
        row(
            new BuildState.Skipped(1, START, END, "only docs changed"),
            State.SUCCEEDED,
            "skipped: only docs changed"));
  }

  private static Arguments row(BuildState state, State shown, String description) {
    return Arguments.of(state, shown, description);
  }

  private static BuildState failed(Failure failure) {
    return new BuildState.Failed(1, START, END, failure);
  }

  @ParameterizedTest
  @MethodSource("states")
  void eachStateHasItsStatus(BuildState state, State shown, String description) {
    News news = StatusOfBuild.of(build(state), Optional.of(new QueuePlace(3, 1, null)), PAGE);
    assertThat(news).isEqualTo(new News(42, shown, description, PAGE));
  }

  @Test
  void theTableShowsEveryState() {
    assertThat(states().<Class<?>>map(row -> row.get()[0].getClass()).distinct())
        .containsExactlyInAnyOrder(BuildState.class.getPermittedSubclasses());
  }

  @Test
  void thePlaceInTheQueueIsSaidInWords() {
    assertThat(queued(Optional.of(new QueuePlace(0, 1, null)))).isEqualTo("queued, next in line");
    assertThat(queued(Optional.of(new QueuePlace(1, 1, null)))).isEqualTo("queued, 1 build ahead");
    assertThat(queued(Optional.of(new QueuePlace(0, 1, null, "no builder has the label gpu"))))
        .isEqualTo("queued, next in line, but no builder has the label gpu");
    assertThat(queued(Optional.of(new QueuePlace(1, 2, Duration.ofMinutes(2)))))
        .isEqualTo("queued, 1 build ahead, begins in about 1 min 30 s");
    assertThat(queued(Optional.empty())).isEqualTo("queued");
  }

  @Test
  void strangersAreNotToldWhatFailedInOurHouse() {
    BuildState state = failed(new Failure.Infrastructure("redis at 10.0.0.7 is away", "", true));
    assertThat(ofFork(state)).isEqualTo("not the code's fault");
    assertThat(ofFork(new BuildState.Queued(1, "redis at 10.0.0.7 is away")))
        .isEqualTo("is tried again, attempt 2");
    assertThat(ofFork(BuildState.Queued.FIRST)).isEqualTo("queued");
  }

  private static String ofFork(BuildState state) {
    NewBuild request = SampleBuilds.waiting(SampleBuilds.SHOP, new GitRef("refs/pull/7/head"));
    Build build = new Build(request, 42, 1, state, List.of(), List.of());
    return StatusOfBuild.of(build, Optional.empty(), PAGE).description();
  }

  @Test
  void aDescriptionIsOneShortLine() {
    BuildState state =
        new BuildState.Skipped(1, START, END, "one\r\n\u001b[31mtwo " + "x".repeat(999));
    String description = StatusOfBuild.of(build(state), Optional.empty(), PAGE).description();
    assertThat(description).startsWith("skipped: one [31mtwo xxx").hasSize(200);
  }

  private static String queued(Optional<QueuePlace> place) {
    return StatusOfBuild.of(build(BuildState.Queued.FIRST), place, PAGE).description();
  }

  private static Build build(BuildState state) {
    return new Build(SampleBuilds.alone(), 42, 1, state, List.of(), List.of());
  }
}
