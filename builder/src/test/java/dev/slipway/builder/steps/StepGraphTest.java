package dev.slipway.builder.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure.PipelineInvalid;
import dev.slipway.core.build.Failure.StepFailed;
import dev.slipway.core.pipeline.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class StepGraphTest {
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
  private final List<String> skipped = new ArrayList<>();

  @Test
  void a_step_runs_after_all_that_it_waits_for() throws Exception {
    run(
        4,
        step -> ran.add(step.name()),
        SampleStep.named("d").after("b", "c"),
        SampleStep.named("b").after("a"),
        SampleStep.named("c").after("b"),
        SampleStep.named("a"));

    assertThat(ran).containsExactly("a", "b", "c", "d");
  }

  @Test
  void steps_that_wait_for_nothing_run_at_once() throws Exception {
    CyclicBarrier together = new CyclicBarrier(3);

    run(
        3,
        _ -> meet(together),
        SampleStep.named("a"),
        SampleStep.named("b"),
        SampleStep.named("c"));

    assertThat(together.isBroken()).isFalse();
  }

  @Test
  void no_more_than_the_allowed_number_run_at_once() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier pairs = new CyclicBarrier(2);

    run(
        2,
        _ -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          meet(pairs);
          now.decrementAndGet();
        },
        SampleStep.named("a"),
        SampleStep.named("b"),
        SampleStep.named("c"),
        SampleStep.named("d"));

    assertThat(most).hasValue(2);
  }

  @Test
  void after_a_failure_nothing_starts_and_what_runs_is_let_finish() {
    CompletableFuture<Thread> bad = new CompletableFuture<>();

    assertThatThrownBy(() ->
            run(
                2,
                step -> {
                  if (step.name().equals("bad")) {
                    bad.complete(Thread.currentThread());
                    throw failure("bad");
                  }
                  awaitEnd(bad);
                  ran.add(step.name());
                },
                SampleStep.named("bad"),
                SampleStep.named("slow"),
                SampleStep.named("free"),
                SampleStep.named("after").after("bad")))
        .hasMessage("bad went wrong");

    assertThat(ran).containsExactly("slow");
    assertThat(skipped).containsExactly("free", "after");
  }

  @Test
  void of_two_failures_the_first_counts_but_a_cancel_counts_more() {
    CountDownLatch first = new CountDownLatch(1);
    assertThatThrownBy(() ->
            run(
                2,
                step -> {
                  if (step.name().equals("a")) {
                    first.countDown();
                    throw failure("a");
                  }
                  await(first);
                  throw new CancellationException("stop");
                },
                SampleStep.named("a"),
                SampleStep.named("b"),
                SampleStep.named("c").after("a")))
        .isInstanceOf(CancellationException.class);

    assertThat(skipped).isEmpty();
  }

  @Test
  void steps_that_can_never_run_are_named() {
    for (SampleStep[] impossible :
        new SampleStep[][] {
          {SampleStep.named("a").after("b"), SampleStep.named("b").after("a")},
          {SampleStep.named("a").after("a")},
          {SampleStep.named("a").after("none")},
          {SampleStep.named("a"), SampleStep.named("a")}
        }) {
      assertThatThrownBy(() -> run(1, _ -> {}, impossible))
          .isInstanceOfSatisfying(
              BuildFailedException.class,
              e ->
                  assertThat(e.failure())
                      .isInstanceOf(PipelineInvalid.class)
                      .extracting(failure -> failure.message())
                      .asString()
                      .contains("can never run: a"));
    }
  }

  @Test
  void a_defect_of_ours_ends_it_as_well() {
    assertThatThrownBy(() ->
            run(
                1,
                _ -> {
                  throw new AssertionError("defect");
                },
                SampleStep.named("a")))
        .hasMessage("defect");
  }

  private void run(int atOnce, StepGraph.Work work, SampleStep... steps)
      throws BuildFailedException {
    List<Step> order = Arrays.stream(steps).map(SampleStep::step).toList();
    new StepGraph(order, atOnce).run(work, step -> skipped.add(step.name()));
  }

  private static BuildFailedException failure(String step) {
    return new BuildFailedException(new StepFailed(step, step + " went wrong", "mend it"));
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Afterwards it is known how that step ended. */
  private static void awaitEnd(Future<Thread> step) {
    try {
      if (!step.get(10, TimeUnit.SECONDS).join(Duration.ofSeconds(10))) {
        throw new IllegalStateException("not within 10 s");
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("not within 10 s");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
