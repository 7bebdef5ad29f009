package dev.slipway.builder.steps;

import java.util.function.Consumer;

/**
 * Passes on the first lines of something that may talk as long as the build takes, and says when it
 * stops doing so. Used by one thread.
 */
final class BoundedLines implements Consumer<String> {
  private final Consumer<String> lines;
  private final int most;
  private int passed;

  BoundedLines(Consumer<String> lines, int most) {
    this.lines = lines;
    this.most = most;
  }

  @Override
  public void accept(String line) {
    if (passed > most) {
      return;
    }
    lines.accept(
        passed < most ? line : "[what comes after the first " + most + " lines is left out]");
    passed++;
  }
}
