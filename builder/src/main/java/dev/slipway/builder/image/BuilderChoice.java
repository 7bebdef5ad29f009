package dev.slipway.builder.image;

/** Which of the engine's two builders does the work. */
public enum BuilderChoice {
  /** BuildKit where the engine has it, else the classic one. */
  AUTO,
  BUILDKIT,
  CLASSIC
}
