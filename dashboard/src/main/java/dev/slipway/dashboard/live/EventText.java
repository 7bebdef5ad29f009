package dev.slipway.dashboard.live;

import dev.slipway.core.log.LogLine;
import dev.slipway.dashboard.http.Json;
import dev.slipway.dashboard.http.Outflow;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects events in the text form of event streams, so that many go out in one write. Used by one
 * thread.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the HTML standard
 *     on server-sent events</a>
 */
final class EventText {
  /** A comment, so that both ends and the proxies between them see that the connection lives. */
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "text/event-stream",
          "Cache-Control", "no-store",
          "X-Accel-Buffering", "no");

  private final StringBuilder text = new StringBuilder();

  /** Starts the answer, with how soon a browser is to come back after a broken connection. */
  static void begin(Outflow out) throws IOException, InterruptedException {
    out.begin(200, HEADERS);
    out.write(Buffer.buffer("retry: 1000\n\n"));
  }

  static void heartbeat(Outflow out) throws IOException, InterruptedException {
    out.write(HEARTBEAT);
  }

  /** Line events, each with the number of its line as id. */
  static Buffer lines(List<LogLine> lines) {
    EventText all = new EventText();
    for (LogLine line : lines) {
      all.add("line", Long.toString(line.number()), LineView.of(line));
    }
    return Buffer.buffer(all.text.toString());
  }

  /** Adds an event; without an id the reader keeps the last one to resume from. */
  EventText add(String event, @Nullable String id, Object data) {
    if (id != null) {
      text.append("id: ").append(id).append('\n');
    }
    text.append("event: ").append(event).append('\n');
    // JSON has no raw line breaks, so one data field is enough.
    text.append("data: ").append(Json.write(data)).append("\n\n");
    return this;
  }

  /** Sends what was collected and starts over. */
  void flush(Outflow out) throws IOException, InterruptedException {
    out.write(Buffer.buffer(text.toString()));
    text.setLength(0);
  }
}
