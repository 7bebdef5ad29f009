package dev.slipway.deployer.target.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Puts lines together from the pieces in which an engine sends them. The bytes become text only
 * when a line is whole, since a piece may end within a character. For one thread.
 */
final class Lines {
  /** What is longer comes in parts of this many bytes, so that no container fills our memory. */
  static final int LONGEST = 1 << 20;

  private final Consumer<String> whole;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  Lines(Consumer<String> whole) {
    this.whole = whole;
  }

  void add(byte[] piece) {
    int from = 0;
    for (int i = 0; i < piece.length; i++) {
      if (piece[i] == '\n') {
        begun.write(piece, from, i - from);
        tell();
        from = i + 1;
      } else if (begun.size() + i - from >= LONGEST) {
        begun.write(piece, from, i - from);
        tell();
        from = i;
      }
    }
    begun.write(piece, from, piece.length - from);
  }

  /** What has no line end is a line, too, once nothing follows. */
  void end() {
    if (begun.size() > 0) {
      tell();
    }
  }

  private void tell() {
    String line = begun.toString(StandardCharsets.UTF_8);
    begun.reset();
    whole.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
  }
}
