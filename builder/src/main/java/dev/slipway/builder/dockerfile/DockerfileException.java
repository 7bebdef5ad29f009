package dev.slipway.builder.dockerfile;

/** A Dockerfile cannot be read, or a word of it cannot be worked out. */
public final class DockerfileException extends Exception {
  private static final long serialVersionUID = 1L;
  private final int line;
  private final String hint;

  /**
   * Says what is wrong with which line.
   *
   * @param line where the instruction begins, counted from 1; 0 when it is about the whole file
   * @param hint what to do next
   */
  public DockerfileException(int line, String message, String hint) {
    super(message);
    this.line = line;
    this.hint = hint;
  }

  public int line() {
    return line;
  }

  public String hint() {
    return hint;
  }
}
