package dev.slipway.dashboard.live;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.log.LogLine;
import dev.slipway.core.log.Logs;
import dev.slipway.dashboard.http.Outflow;
import dev.slipway.dashboard.live.LogChannel.Snapshot;
import dev.slipway.dashboard.live.LogHub.Watch;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A whole log as one text. The text of a running build grows while it is read; the one of an ended
 * build can be asked for in parts. Safe for concurrent use.
 */
public final class LogText {
  private static final int LINES_PER_WRITE = 1000;
  private static final Duration WAIT = Duration.ofSeconds(15);
  private static final String MEDIA_TYPE = "text/plain; charset=utf-8";

  private final Logs logs;
  private final LogHub hub;

  public LogText(Logs logs, LogHub hub) {
    this.logs = logs;
    this.hub = hub;
  }

  /**
   * Writes the log, or the part of it that is asked for.
   *
   * @param range the request's Range header; null when it has none
   * @param form what becomes of each line's text
   */
  public void send(BuildId id, @Nullable String range, UnaryOperator<String> form, Outflow out)
      throws IOException, InterruptedException {
    if (!logs.read(id, 1, 1).complete()) {
      follow(id, form, out);
      return;
    }
    if (range == null) {
      out.begin(200, headers("bytes"));
      write(id, form, 0, Long.MAX_VALUE, out);
      return;
    }
    long size = size(id, form);
    Optional<ByteRange> wanted = ByteRange.parse(range, size);
    if (wanted.isEmpty()) {
      out.begin(200, headers("bytes"));
      write(id, form, 0, size, out);
    } else if (wanted.get().first() >= size) {
      out.begin(416, Map.of("Content-Range", "bytes */" + size, "Content-Length", "0"));
      out.end();
    } else {
      part(id, form, wanted.get(), size, out);
    }
  }

  private void part(BuildId id, UnaryOperator<String> form, ByteRange part, long size, Outflow out)
      throws IOException, InterruptedException {
    out.begin(
        206,
        Map.of(
            "Content-Type",
            MEDIA_TYPE,
            "Cache-Control",
            "no-store",
            "Accept-Ranges",
            "bytes",
            "Content-Range",
            "bytes " + part.first() + "-" + part.last() + "/" + size,
            "Content-Length",
            Long.toString(part.last() - part.first() + 1)));
    write(id, form, part.first(), part.last() + 1, out);
  }

  private static Map<String, String> headers(String acceptRanges) {
    return Map.of(
        "Content-Type", MEDIA_TYPE, "Cache-Control", "no-store", "Accept-Ranges", acceptRanges);
  }

  private void follow(BuildId id, UnaryOperator<String> form, Outflow out)
      throws IOException, InterruptedException {
    try (Watch watch = hub.watch(id)) {
      LogChannel channel = watch.channel();
      out.onClose(channel::markStale);
      out.begin(200, headers("none"));
      long next = 1;
      long seen = 0;
      while (!out.closed()) {
        Snapshot now = channel.await(seen, WAIT, out::closed);
        if (now == null) {
          continue;
        }
        while (next <= now.total()) {
          List<LogLine> lines = channel.lines(now, next, LINES_PER_WRITE);
          out.write(text(lines, form));
          next = lines.getLast().number() + 1;
        }
        if (now.complete()) {
          out.end();
          return;
        }
        seen = now.version();
      }
    }
  }

  private long size(BuildId id, UnaryOperator<String> form) {
    long size = 0;
    for (List<LogLine> lines : new LogBatches(logs, id, 1)) {
      size += text(lines, form).length();
    }
    return size;
  }

  /** Writes the bytes from {@code from} up to before {@code to}, and ends the answer. */
  private void write(BuildId id, UnaryOperator<String> form, long from, long to, Outflow out)
      throws IOException, InterruptedException {
    long at = 0;
    for (List<LogLine> lines : new LogBatches(logs, id, 1)) {
      if (at >= to) {
        break;
      }
      Buffer text = text(lines, form);
      int start = Math.clamp(from - at, 0, text.length());
      int end = Math.clamp(to - at, 0, text.length());
      out.write(text.slice(start, end));
      at += text.length();
    }
    out.end();
  }

  private static Buffer text(List<LogLine> lines, UnaryOperator<String> form) {
    StringBuilder text = new StringBuilder();
    for (LogLine line : lines) {
      text.append(form.apply(line.text())).append('\n');
    }
    return Buffer.buffer(text.toString());
  }
}
