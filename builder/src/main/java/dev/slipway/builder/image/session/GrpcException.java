package dev.slipway.builder.image.session;

/** An error as the answer of a call; the message goes to the engine, and from there into logs. */
public final class GrpcException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Status status;

  public GrpcException(Status status, String message) {
    super(message);
    this.status = status;
  }

  public Status status() {
    return status;
  }

  /**
   * What kind of error it is.
   *
   * @see <a href="https://grpc.github.io/grpc/core/md_doc_statuscodes.html">the numbers</a>
   */
  public enum Status {
    INVALID_ARGUMENT(3),
    NOT_FOUND(5),
    RESOURCE_EXHAUSTED(8),
    UNIMPLEMENTED(12),
    INTERNAL(13);

    private final int code;

    Status(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }
}
