package dev.slipway.builder.checkout;

import dev.slipway.core.build.Failure;
import dev.slipway.core.pipeline.Problem;
import java.io.IOException;
import java.util.List;

/**
 * The tree holds something that is not sent to the engine. An {@link IOException}, since it ends
 * the writing of an archive; whoever started that finds it among the causes.
 */
public final class ContextRefusedException extends IOException {
  private static final long serialVersionUID = 1L;
  private final transient Problem problem;

  ContextRefusedException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  /** Something wrong with one path of the tree. */
  public static ContextRefusedException of(String path, String message, String hint) {
    return new ContextRefusedException(new Problem("", 0, 0, path + " " + message, hint));
  }

  /** What it means for the build: theirs to mend. */
  public Failure failure() {
    return new Failure.PipelineInvalid(List.of(problem));
  }
}
