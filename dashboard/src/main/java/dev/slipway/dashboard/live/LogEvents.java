package dev.slipway.dashboard.live;

import dev.slipway.core.build.BuildId;
import dev.slipway.core.build.StepReport;
import dev.slipway.core.log.LogLine;
import dev.slipway.dashboard.http.Outflow;
import dev.slipway.dashboard.live.LogChannel.Snapshot;
import dev.slipway.dashboard.live.LogHub.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends one viewer the log of a build as it grows: {@code line} events whose id is the line's
 * number, {@code step} events without an id, {@code beat} now and then where there is nothing to
 * tell, and one {@code end}. Used by one thread.
 */
public final class LogEvents {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final int LINES_PER_WRITE = 500;

  private final LogChannel channel;
  private final Outflow out;
  private final EventText text = new EventText();
  private final Map<String, StepReport> told = new HashMap<>();
  private long next;

  private LogEvents(LogChannel channel, Outflow out, long after) {
    this.channel = channel;
    this.out = out;
    this.next = after + 1;
  }

  /**
   * Sends everything after line {@code after} until the log is complete or the viewer is gone.
   * Steps are told anew to each viewer, so that a resumed one misses none.
   */
  public static void send(LogHub hub, BuildId id, long after, Outflow out)
      throws IOException, InterruptedException {
    try (Watch watch = hub.watch(id)) {
      out.onClose(watch.channel()::markStale);
      EventText.begin(out);
      new LogEvents(watch.channel(), out, after).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    long seen = 0;
    while (!out.closed()) {
      Snapshot now = channel.await(seen, HEARTBEAT, out::closed);
      if (now == null) {
        // An event and no comment, so that a script sees that the connection lives.
        text.add("beat", null, new Beat(next - 1)).flush(out);
        continue;
      }
      seen = now.version();
      tellSteps(now.steps(), false);
      tellLines(now);
      tellSteps(now.steps(), true);
      if (now.complete() && next > now.total()) {
        text.add("end", null, new End(now.status().id(), now.total())).flush(out);
        out.end();
        return;
      }
      text.flush(out);
    }
  }

  /** A step's start goes before its lines, its end behind them. */
  private void tellSteps(List<StepReport> steps, boolean behindLines) {
    for (StepReport step : steps) {
      @Nullable StepReport before = told.get(step.name());
      if (before == null || (behindLines && !before.equals(step))) {
        text.add("step", null, StepView.of(step));
        told.put(step.name(), step);
      }
    }
  }

  private void tellLines(Snapshot now) throws IOException, InterruptedException {
    text.flush(out);
    while (next <= now.total()) {
      LogFrame frame = now.frame(next);
      if (frame != null && frame.first() == next) {
        out.write(frame.events());
        next = frame.last() + 1;
        continue;
      }
      List<LogLine> lines = channel.lines(now, next, LINES_PER_WRITE);
      if (lines.isEmpty()) {
        return;
      }
      out.write(EventText.lines(lines));
      next = lines.getLast().number() + 1;
    }
  }

  private record Beat(long total) {}

  private record End(String status, long total) {}
}
