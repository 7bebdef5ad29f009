package dev.slipway.core.build;

/** Ends an attempt with a failure that is already classified. */
public final class BuildFailedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Failure failure;

  public BuildFailedException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public BuildFailedException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
