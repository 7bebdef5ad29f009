package dev.slipway.builder.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Makes lines of output that comes in pieces cut anywhere. What a carriage return overwrites is
 * left out, so that a progress bar leaves its last state and not its thousand steps; but not the
 * marks of GitLab's sections, which are overwritten to be unseen. Used by one thread.
 */
public final class LineJoiner {
  /** A longer line is cut into several: output without line breaks must not fill the memory. */
  private static final int LONGEST_LINE = 64 * 1024;

  private static final int LONGEST_SECTION = 300;
  private static final Pattern SECTION =
      Pattern.compile("(?:\\x1b\\[0?K)?section_(?:start|end):\\d+:[^\\r]*");

  private final Consumer<String> lines;
  private final ByteArrayOutputStream current = new ByteArrayOutputStream(256);
  private boolean returned;

  /** One that gives out each line, without its break, as soon as it is complete. */
  public LineJoiner(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes the next piece. */
  public void add(ByteBuffer piece) {
    while (piece.hasRemaining()) {
      byte next = piece.get();
      switch (next) {
        case '\n' -> emit();
        case '\r' -> returned = true;
        default -> append(next);
      }
    }
  }

  /** Gives out a last line that has no line break. */
  public void end() {
    if (current.size() > 0) {
      emit();
    }
  }

  private void append(byte next) {
    if (returned) {
      returned = false;
      if (isSection()) {
        current.write('\r');
      } else {
        current.reset();
      }
    }
    if (current.size() >= LONGEST_LINE && !continuesCharacter(next)) {
      emit();
    }
    current.write(next);
  }

  private boolean isSection() {
    return current.size() <= LONGEST_SECTION
        && SECTION.matcher(current.toString(StandardCharsets.UTF_8)).matches();
  }

  /** Whether it is one of the later bytes of a character in UTF-8. */
  private static boolean continuesCharacter(int next) {
    return (next & 0xC0) == 0x80;
  }

  private void emit() {
    String line = current.toString(StandardCharsets.UTF_8);
    current.reset();
    returned = false;
    lines.accept(line);
  }
}
