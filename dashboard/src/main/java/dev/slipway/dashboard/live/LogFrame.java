package dev.slipway.dashboard.live;

import dev.slipway.core.log.LogLine;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines in a row that are sent together. Their events are written once, however many viewers get
 * them. Safe for concurrent use.
 */
final class LogFrame {
  private final List<LogLine> lines;
  private volatile @Nullable Buffer events;

  LogFrame(List<LogLine> lines) {
    this.lines = List.copyOf(lines);
  }

  LogFrame with(LogFrame next) {
    List<LogLine> both = new ArrayList<>(lines);
    both.addAll(next.lines);
    return new LogFrame(both);
  }

  List<LogLine> lines() {
    return lines;
  }

  long first() {
    return lines.getFirst().number();
  }

  long last() {
    return lines.getLast().number();
  }

  /** Its lines from number {@code from} on. */
  List<LogLine> from(long from) {
    return lines.subList(Math.clamp(from - first(), 0, lines.size()), lines.size());
  }

  /** What viewers are sent; nobody may change it. */
  Buffer events() {
    Buffer written = events;
    if (written == null) {
      // Several viewers may come here at once; what each of them writes is the same.
      written = EventText.lines(lines);
      events = written;
    }
    return written;
  }
}
