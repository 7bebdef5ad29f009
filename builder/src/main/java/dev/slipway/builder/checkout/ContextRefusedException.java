package dev.slipway.builder.checkout;

import dev.slipway.core.build.BuildFailedException;
import dev.slipway.core.build.Failure;
import dev.slipway.core.pipeline.Problem;
import java.io.IOException;
import java.util.List;

/**
 * The tree holds something that is not sent to the engine, or points to something that is not to be
 * had. An {@link IOException}, since it ends the writing of an archive; whoever started that finds
 * it among the causes.
 */
public final class ContextRefusedException extends IOException {
  private static final long serialVersionUID = 1L;
  private final transient Failure failure;

  private ContextRefusedException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** Something wrong with one path of the tree: theirs to mend. */
  public static ContextRefusedException of(String path, String message, String hint) {
    Problem problem = new Problem("", 0, 0, path + " " + message, hint);
    return new ContextRefusedException(new Failure.PipelineInvalid(List.of(problem)));
  }

  /** Something that the tree points to cannot be fetched. */
  static ContextRefusedException because(BuildFailedException cause) {
    ContextRefusedException refused = new ContextRefusedException(cause.failure());
    refused.initCause(cause);
    return refused;
  }

  /** What it means for the build. */
  public Failure failure() {
    return failure;
  }
}
