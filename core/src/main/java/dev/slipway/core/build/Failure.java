package dev.slipway.core.build;

import dev.slipway.core.pipeline.Problem;
import java.time.Duration;
import java.util.List;

/** Why a build failed. Whose fault it was decides what happens next: only ours is tried again. */
public sealed interface Failure {
  /** What went wrong, in one sentence that names the thing. */
  String message();

  /** What to do next. */
  String hint();

  /** A step of theirs ended badly. */
  record StepFailed(String step, String message, String hint) implements Failure {}

  /** What they wrote in the pipeline file, or left out of the repository, cannot be carried out. */
  record PipelineInvalid(List<Problem> problems) implements Failure {
    public PipelineInvalid {
      problems = List.copyOf(problems);
    }

    @Override
    public String message() {
      return problems.size() == 1
          ? problems.getFirst().toString()
          : problems.size() + " problems, the first: " + problems.getFirst();
    }

    @Override
    public String hint() {
      return problems.getFirst().hint();
    }
  }

  /** It took longer than the pipeline allows. */
  record TimedOut(String step, Duration after) implements Failure {
    @Override
    public String message() {
      return "step " + step + " was still running after " + after.toSeconds() + " s";
    }

    @Override
    public String hint() {
      return "give it more time with `timeout:` in .slipway.yml, or find out what it waits for";
    }
  }

  /**
   * Something that Slipway depends on failed.
   *
   * @param retryable whether trying again can help without anybody doing anything
   */
  record Infrastructure(String message, String hint, boolean retryable) implements Failure {}
}
