package dev.slipway.builder.steps;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure;
import dev.slipway.core.pipeline.Problem;
import dev.slipway.core.pipeline.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps as soon as those that they wait for have ended, a bounded number at once, the first of
 * the file first. After a failure nothing new starts, and what runs already is let finish: its
 * result is news as well, and half a result costs as much as a whole one. Used once, by one thread.
 */
final class StepGraph {
  private final List<Step> waiting;
  private final int atOnce;
  private final Set<String> ended = new HashSet<>();
  private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
  private int running;
  private @Nullable Throwable failure;

  /**
   * A graph of steps of which none has begun.
   *
   * @throws BuildFailedException when they can never all run, since one waits for a step that there
   *     is not, or for itself
   */
  StepGraph(List<Step> steps, int atOnce) throws BuildFailedException {
    this.waiting = new ArrayList<>(steps);
    this.atOnce = atOnce;
    checkOrder(steps);
  }

  /**
   * Returns when all have run.
   *
   * @param work runs one step; called on a thread of its own
   * @param skipped told of each step that a failure kept from starting, after everything has ended
   * @throws BuildFailedException the first failure
   * @throws CancellationException when a step was told to stop, or this thread was
   */
  void run(Work work, Consumer<Step> skipped) throws BuildFailedException {
    try {
      do {
        startReady(work);
        take(ends.take());
      } while (running > 0 || (failure == null && !waiting.isEmpty()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while steps were running");
    }
    switch (failure) {
      case null -> {}
      case BuildFailedException failed -> {
        waiting.forEach(skipped);
        throw failed;
      }
      case RuntimeException unexpected -> throw unexpected;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }

  private void startReady(Work work) {
    Iterator<Step> candidates = waiting.iterator();
    while (failure == null && running < atOnce && candidates.hasNext()) {
      Step step = candidates.next();
      if (ended.containsAll(step.dependsOn())) {
        candidates.remove();
        running++;
        Thread.ofVirtual().name("step-" + step.name()).start(() -> ends.add(carryOut(work, step)));
      }
    }
  }

  private static End carryOut(Work work, Step step) {
    try {
      work.run(step);
      return new End(step, null);
    } catch (Throwable e) {
      // Errors as well: whoever waits for this end must not wait forever.
      return new End(step, e);
    }
  }

  private void take(End end) {
    running--;
    ended.add(end.step().name());
    if (failure == null) {
      failure = end.failure();
    } else if (end.failure() instanceof CancellationException canceled) {
      // Whoever says stop wants to hear that it stopped, whatever failed just before.
      failure = canceled;
    }
  }

  private static void checkOrder(List<Step> steps) throws BuildFailedException {
    List<Step> left = new ArrayList<>(steps);
    Set<String> possible = new HashSet<>();
    while (left.removeIf(
        step -> possible.containsAll(step.dependsOn()) && possible.add(step.name()))) {
      // Each round takes away what can run after the round before.
    }
    if (!left.isEmpty()) {
      throw new BuildFailedException(
          new Failure.PipelineInvalid(
              List.of(
                  new Problem(
                      "steps",
                      0,
                      0,
                      "these steps can never run: "
                          + left.stream().map(Step::name).collect(Collectors.joining(", ")),
                      "give each a name of its own, and let `depends_on` name steps that do not"
                          + " wait for it"))));
    }
  }

  /** Runs one step. */
  @FunctionalInterface
  interface Work {
    /** Returns when those that wait for the step may start. */
    void run(Step step) throws BuildFailedException;
  }

  private record End(Step step, @Nullable Throwable failure) {}
}
