package dev.slipway.builder.jib;

import dev.slipway.builder.dockerfile.DockerfileException;
import dev.slipway.builder.dockerfile.Instruction;

/** Something in a Dockerfile that only an engine is sure to do right; the message says what. */
final class UnsureException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsureException(String because) {
    super(because);
  }

  static UnsureException at(Instruction instruction, String because) {
    return new UnsureException("line " + instruction.place().line() + ": " + because);
  }

  /** What cannot be read is the engine's to refuse: it knows the words that people look up. */
  static UnsureException of(DockerfileException e) {
    return new UnsureException(
        e.line() == 0
            ? String.valueOf(e.getMessage())
            : "line " + e.line() + ": " + e.getMessage());
  }

  String because() {
    return String.valueOf(getMessage());
  }
}
